"""What comes back at every table: what follows, who tells the family, why it is urgent, and lessons. Pure data."""

from __future__ import annotations

from rvt.choices import FollowUp, Urgency

FOLLOWING: dict[FollowUp, tuple[str, ...]] = {
    FollowUp.COUNCIL_TALK: (
        "Plan een gesprek met de Raad waar de ouders zelf bij zijn. Vertel hun vooraf wat de Raad wel en niet kan.",
        "Vraag de Raad om in een gesprek uit te leggen wat er gebeurt als het zo blijft.",
        "Laat de Raad erbij komen, met de ouders aan tafel. Begin met wat al beter gaat.",
        "Bereid het gesprek met de Raad met elke ouder apart voor.",
        "Laat de ouders opschrijven wat zij aan de Raad willen vragen.",
        "Houd het gesprek met de Raad bij het gezin in de buurt, op een plek die zij kennen.",
        "Spreek met de Raad af wat jullie over acht weken willen zien.",
        "Vraag de ouders wie er naast hen zit bij het gesprek met de Raad.",
        "Zeg bij het gesprek met de Raad hardop dat het geen straf is.",
        "Leg na het gesprek met de Raad nog dezelfde dag aan de kinderen uit wat er gezegd is.",
        "Laat de Raad horen wat het gezin zelf heeft bedacht, voordat jullie iets voorstellen.",
        "Kies voor het gesprek met de Raad één vraag. Meer lukt niet in een uur.",
    ),
    FollowUp.DUO: (
        "Doe dit niet alleen. Zoek een duo-partner uit een andere organisatie.",
        "Vorm een duo: jij blijft het vaste gezicht, de ander praat met wie jij nu niet bereikt.",
        "Vraag iemand van deze tafel als duo voor de eerste drie maanden.",
        "Ga met z'n tweeën. De één let op de kinderen, de ander op de volwassenen.",
        "Vertel het gezin waarom er iemand bij komt, en laat hen kennismaken voordat er iets moet.",
        "Verdeel in het duo wie er in de avond bereikbaar is.",
        "Spreek als duo elke week tien minuten met elkaar, ook als er niets is.",
        "Kies een duo-partner die dit vak al lang doet. Jij kent het gezin, de ander kent het patroon.",
        "Laat de duo-partner eerst alleen meelopen. Vertrouwen is niet door te geven.",
        "Neem als duo samen de besluiten die zwaar zijn, en schrijf dat ook zo op.",
        "Zoek een duo-partner die de taal van deze ouders spreekt, ook in houding.",
        "Maak vooraf een afspraak over hoe het duo weer stopt.",
    ),
    FollowUp.NETWORK_MEETING: (
        "Roep binnen drie weken iedereen bij elkaar die nu los van elkaar helpt, met het gezin erbij.",
        "Houd een netwerkberaad aan de tafel van het gezin. Laat hen beginnen.",
        "Vraag het gezin wie er bij een netwerkberaad moet zijn, en wie juist niet.",
        "Maak in het netwerkberaad één lijst: wie doet wat, en wie belt wie.",
        "Zorg bij het netwerkberaad dat er meer eigen mensen zijn dan hulpverleners.",
        "Laat een ander dan jij het netwerkberaad leiden. Dan kun jij naast het gezin zitten.",
        "Sluit het netwerkberaad af met één afspraak die dezelfde week al te zien is.",
    ),
    FollowUp.GUIDANCE: (
        "Het lokale team blijft, en iemand van deze tafel denkt elke twee weken met je mee.",
        "Laat een collega met kennis hiervan een paar keer meegaan.",
        "Vraag je team om tijd: dit gezin heeft een half jaar lang elke week iemand nodig.",
        "Plan met de gedragswetenschapper drie momenten om terug te kijken op wat je doet.",
        "Houd het bij het lokale team. Wat er is werkt, maar heeft meer uren nodig.",
        "Bespreek met je teamleider wie dit met jou draagt.",
        "Neem hulp in huis die doet en voordoet, met het lokale team als vaste plek.",
        "Laat het lokale team de hulp bij elkaar houden, ook als er een wachtlijst tussen zit.",
        "Werk met één plan van het lokale team waar de andere diensten op aansluiten.",
        "Kijk met het lokale team elke maand naar dezelfde drie vragen.",
    ),
    FollowUp.AGAIN: (
        "Breng deze vraag over zes weken opnieuw in. Dan kijken wij wat er is gelukt.",
        "Kom terug als het eerste deel gedaan is. Wij houden er een plek voor vrij.",
        "Laat ons over twee maanden horen hoe het gaat, met een nieuwe vraag.",
    ),
}  # fmt: skip

NOTHING_OVERLOOKED = (
    "De tafel ziet niets dat over het hoofd is gezien.",
    "Alles wat kon is geprobeerd. Dat mag ook een keer gezegd worden.",
    "Niemand aan tafel had iets anders gedaan.",
    "Wij hebben drie keer gezocht naar wat ontbrak, en vonden het niet.",
    "Er is goed gekeken en goed geluisterd. Het is gewoon moeilijk.",
    "Wat je doet klopt. Het heeft vooral tijd nodig.",
)

TELLERS = (
    "De inbrenger",
    "De inbrenger, samen met de duo-partner",
    "De inbrenger vertelt het aan elke ouder apart",
    "De inbrenger, thuis aan de keukentafel",
    "De inbrenger, eerst aan de kinderen",
    "De duo-partner, omdat die vertrouwd wordt",
    "De huisarts en de inbrenger samen",
)

NOT_YET = (
    "Ik wil eerst weten wat ik hun kan aanbieden.",
    "Er leest iemand mee op de telefoon.",
    "De ouders zijn net begonnen mij te vertrouwen. Ik vertel het na het advies.",
    "Het is niet veilig om het nu te vertellen.",
    "Wij spreken elkaar volgende week. Dan vertel ik het.",
    "Ik weet niet hoe ik het moet zeggen zonder te dreigen.",
    "Eén van de twee weet het wel, de ander nog niet.",
    "Ik wil eerst met mijn team bespreken wat ik mag zeggen.",
)

WHY: dict[Urgency, tuple[str, ...]] = {
    Urgency.THIS_WEEK: (
        "Het kan deze week misgaan.",
        "Er is overmorgen een gesprek waarin ik iets moet kiezen.",
        "De kinderen komen vrijdag weer thuis.",
        "Er is vannacht iets gebeurd en ik weet niet of het veilig is.",
    ),
    Urgency.NEXT_TABLE: ("", "", "", "Ik zie het gezin over twee weken weer.", "Het is al een tijd zo."),
    Urgency.CAN_WAIT: ("", "", "Het is nu rustig.", "De hulp begint pas volgende maand."),
}

LESSONS = (
    "Vraag eerst wat al goed gaat. Dan luistert iedereen anders.",
    "Een gevoel mag op tafel, ook als je het niet kunt bewijzen.",
    "Bel een andere organisatie voordat je mailt.",
    "Praat met een kind alleen, en vertel vooraf wat je ermee doet.",
    "Een plan met drie afspraken werkt beter dan een met twaalf.",
    "Wie het gezin het best kent hoeft niet het meest te doen.",
    "Vertel het gezin wat je aan tafel vraagt. Het werd er rustiger van.",
    "Wachten op hulp is ook werk. Spreek af wie er belt.",
    "Vraag bij een vader hetzelfde als bij een moeder.",
    "Kijk naar de nachten. Overdag lijkt het vaak veilig.",
    "Zoek een duo voordat je moe bent.",
    "De Raad kan ook meedenken zonder dat er een onderzoek komt.",
    "Ouderen schamen zich voor hun kinderen. Vraag door, en neem de tijd.",
    "Schrijf op wat iemand zei, en niet wat je denkt dat het betekent.",
    "Durf te zeggen dat je het niet weet.",
)

NEXT_TIME = (
    "Iets meer tijd voor de andere kijk.",
    "Eerder weten wie er aan tafel zit.",
    "Een stilte na het vertellen was fijn. Houd dat vast.",
    "Minder vragen over vroeger, meer over morgen.",
    "Iemand uit de schuldhulp erbij als het over geld gaat.",
    "De pauze was te kort.",
    "Het advies iets korter.",
    "Beginnen op tijd, ook als er iemand mist.",
    "Uitleggen wat de Raad wel en niet kan.",
    "Niets. Ik ging lichter naar huis.",
)
