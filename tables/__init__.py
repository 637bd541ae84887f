"""What is printed: workbooks, lists and reports; and the readers of what users hand in."""
