"""The pages that say what the others are, and who can use them."""

ABOUT = """<p>Deze pagina's laten zien wat elke gemeente van het Rijk krijgt voor de Participatiewet. Elk bedrag is
berekend met Verdeelsleutel, uit openbare gegevens, en is stap voor stap na te rekenen.</p>
<h2>Hoe zeker is een bedrag</h2>
<ul><li><strong>officieel</strong>: gepubliceerd, of alleen uit gepubliceerde cijfers berekend.</li>
<li><span class="teken afgeleid">afgeleid</span>: berekend uit wat is gepubliceerd.</li>
<li><span class="teken indicatief">indicatief</span>: een raming of aanname, zolang er niets beters is.</li>
<li><span class="teken onbevestigd">onbevestigd</span>: in geen gelezen bron bevestigd.</li></ul>
<h2>Meerekenen</h2><p>Op een rekenblad is elk cijfer en volume te veranderen; alle gemeenten volgen meteen. De pagina
rekent met dezelfde regels als het programma, exact. Wat u verandert staat in het adres, blijft in uw browser en wordt
nergens naartoe gestuurd.</p>
<h2>Adressen</h2><p>Een gemeente staat onder haar code (gemeente/0513.html) en haar naam (gemeente/gouda.html). Een
bedrag, jaar en stap hebben een eigen plaats, zoals gemeente/0513.html#cluster_participatie-2024-1.1.</p>
<h2>Kaart</h2><p>Gemeentegrenzen van 2026: CBS en Kadaster, gegeneraliseerd, CC BY 4.0.</p>"""

ACCESSIBILITY = """<p>Deze pagina's zijn gemaakt om te voldoen aan WCAG 2.2, niveau AA.</p>
<ul><li>Alles is te lezen zonder script, kleur, muis of netwerk; alleen meerekenen en zoeken vragen een script.</li>
<li>Elke kaart en grafiek heeft haar getallen ook als tabel.</li>
<li>De pagina's volgen een licht of donker scherm, en minder beweging, zoals uw computer die vraagt.</li></ul>
<p>Ze zijn getest met axe-core in een browser, op 320 pixels breed, met alleen een toetsenbord, en afgedrukt. Niet getest:
door mensen die een schermlezer gebruiken. Werkt iets niet, meld het bij wie u deze map gaf.</p>"""
