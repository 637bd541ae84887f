"""Pages of all that is computed: plain files that any web server, or a disk, can show."""
