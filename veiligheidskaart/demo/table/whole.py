"""Questions that are written out whole: what waits, lies on the agenda or was just answered. Pure data."""

from __future__ import annotations

from rvt.choices import AskedAbout, Discipline, FollowUp, GuestAnswer, Urgency
from veiligheidskaart.demo.table.reading import members_of
from veiligheidskaart.demo.table.text import Brought, Whole

TO_READ = Brought(
    asker="Sanne Verbeek",
    household="Haddad – Van Dijk",
    question=Whole(
        sentence="Hoe houden wij vol dat vader wegloopt in plaats van gooit, zolang de GGZ nog niet begint?",
        members=members_of("moeder 27-64, vader 27-64, oudste kind 4-11, kind 4-11, jongste kind 0-3"),
        unsafe="Na een paar nachten werken schreeuwt vader en gooide hij met spullen. De kinderen horen alles. "
        "De laatste keer sliepen zij bij een familielid.",
        goes_well="Vader gaat een blokje om als hij boos wordt, en dat lukt meestal. De oudste vindt dat fijn. "
        "Moeder belt familie voordat het te laat is.",
        tried="Samen de post openen hielp: er is een regeling voor de schuld. Bij de GGZ staat hij op de wachtlijst. "
        "Zolang er iemand belt houdt hij het vol.",
        wants="De ouders willen samen verder en willen stilte in de nacht. De oudste wil dat papa blijft wandelen.",
        dilemma="Als ik elke week over boosheid praat, is het mijn plan. Als ik alleen wacht, is zijn moed straks op.",
        disciplines=(Discipline.ADULT_PSYCHIATRY, Discipline.YOUTH_TEAM, Discipline.MONEY),
        considerations="Vader doet al precies wat helpt, en hij doet het op de moeilijkste momenten. Slapen is hier de "
        "sleutel: na drie nachten werken gaat het mis. De kinderen hebben een plan dat werkt. De tafel ziet niets "
        "dat over het hoofd is gezien.",
        advice=(
            "Vraag vader om elke wandeling op te schrijven: hoe laat, hoe lang, en wat hielp.",
            "Bel hem op de ochtend na de derde nacht. Niet om te controleren, wel om te vragen of hij sliep.",
            "Laat de huisarts alvast met hem praten over slapen.",
            "Kijk met hem en zijn werk of drie nachten op rij anders kunnen.",
            "Vraag de kinderen één keer per maand waaraan zij merken dat het rustig is.",
        ),
        other_view="Moeder vangt veel op. Vraag haar apart of zij nog bang is.",
        follow_ups=(FollowUp.GUIDANCE,),
    ),
)
"""The advice that its asker has not read yet."""

TO_ADD_TO = Brought(
    asker="Bram Lodewijks",
    question=Whole(
        sentence="Wat is een eerlijk gesprek met een vader die zijn kinderen slaat en daar zelf om huilt?",
        members=members_of("vader 27-64, oudste kind 4-11, jongste kind 4-11"),
        unsafe="Vader slaat met de vlakke hand als hij moe is. De jongste loopt daarna weg en verstopt zich.",
        goes_well="Vader vertelt het steeds zelf, dezelfde dag. De kinderen eten goed en gaan graag naar school.",
        tried="Hij kreeg tips voor bedtijd. Die werken, behalve op de dagen dat hij alles alleen doet.",
        wants="Vader wil dat iemand naast hem staat en niet tegenover hem. De kinderen willen dat hij niet meer huilt.",
        dilemma="Als ik meld, doe ik wat hoort en verlies ik zijn eerlijkheid. Als ik niet meld, draag ik dit met hem.",
        disciplines=(Discipline.VEILIG_THUIS, Discipline.BEHAVIOURAL, Discipline.YOUTH_PROTECTION),
        knows_why="Ik wil eerst weten wat ik hem eerlijk kan vertellen over melden.",
        considerations="Eerlijk zijn is hier van twee kanten. Vader mag weten wat jij moet doen. "
        "Een melding kan ook samen, met hem aan de telefoon.",
        advice=(
            "Vertel vader wat de meldcode is, en dat je nu bij de stap bent om samen te wegen.",
            "Bel samen met hem voor advies. Laat hem zelf vertellen wat er gebeurt.",
            "Zoek hulp voor de twee avonden waarop hij alles alleen doet.",
            "Praat met de kinderen over waar zij zich verstoppen, en of daar iemand bij mag.",
        ),
        other_view="Wie huilt na het slaan is nog niet gestopt met slaan. Kijk naar wat de kinderen doen.",
        follow_ups=(FollowUp.DUO, FollowUp.GUIDANCE),
        lines=("Twee avonden hulp kan al over een week. Bel mij en ik regel het.",),
    ),
)
"""The advice under which experts may still put a line."""

DUO_ADVISED = Brought(
    asker="Sanne Verbeek",
    household="Familie Osman",
    question=Whole(
        sentence="Hoe helpen wij een moeder in rouw, zonder dat de oudste haar dochter én haar tolk is?",
        members=members_of("moeder 27-64, vader 27-64, oudste kind 12-17, kind 4-11, jongste kind 4-11"),
        unsafe="Op zware dagen komt moeder haar bed niet uit. De oudste zorgt dan en moet bij de dokter vertalen. "
        "Vader sloeg een keer op tafel en de jongste schrok daarvan.",
        goes_well="Vader kookt op vaste dagen. Moeder brengt de jongste weer naar school. De oudste is op tijd.",
        tried="Tabletten en gesprekken hielpen moeder overeind. Zij stopten toen de vaste tolk wegging.",
        wants="Moeder wil haar hart lichter. De oudste wil alleen huiswerk maken. Vader wil beter slapen.",
        dilemma="Als de oudste vertaalt, gaat moeder wel naar de dokter. Als zij niet vertaalt, gaat moeder niet.",
        disciplines=(Discipline.ADULT_PSYCHIATRY, Discipline.YOUTH_DOCTOR, Discipline.YOUTH_TEAM),
        considerations="Een kind dat vertaalt hoort dingen die niet voor een kind zijn. De rouw is oud en nooit "
        "behandeld. Het gezin houdt elkaar goed vast.",
        advice=(
            "Zoek iemand van de GGZ die een tijd met je meegaat, altijd met dezelfde tolk.",
            "Spreek met de dokter af dat een kind daar niet meer vertaalt.",
            "Vraag moeder wie zij mist, en luister een heel gesprek alleen daarnaar.",
            "Laat vader met iemand praten over slapen en verdriet.",
            "Geef de oudste twee vaste middagen zonder zorg.",
        ),
        other_view="Praten over verlies past hier misschien beter in de eigen kring dan bij de GGZ.",
        follow_ups=(FollowUp.DUO, FollowUp.GUIDANCE),
        lines=("Een tolk aan de telefoon die steeds dezelfde is kun je vooraf vastleggen.",),
    ),
)
"""A final advice of a few weeks ago: somebody of the mental health service could join."""

LINKED_THEME, LINKED_ASKER, LINKED_HOUSEHOLD = "stalking", "Sanne Verbeek", "Mila, Joy en mama"
"""Whose question the first one of this theme was, and of which household."""

AGENDA = (
    Brought(
        asker="Aisha Bouali",
        household="Nowak",
        question=Whole(
            sentence="Hoe komt een gezin veilig door de dag waarop het loon komt en vader gaat drinken?",
            members=members_of("moeder 27-64, vader 27-64, kind 4-11, jongste kind 0-3"),
            unsafe="Als er loon komt, komt er drank. Dan vielen er klappen en moest moeder met de kinderen weg.",
            goes_well="Vader is weken nuchter geweest en vraagt soms om hulp. Moeder heeft een plek waar zij heen kan.",
            tried="Het loon komt op de rekening van moeder. De baas van vader let op hem. Eén keer hielp dat niet.",
            wants="Moeder wil blijven, maar zonder klappen. Vader wil nuchter zijn als zijn kind hem voorleest.",
            dilemma="Als wij alles om hem heen regelen, doet hij niets zelf. Als wij loslaten, zijn de kinderen erbij.",
            disciplines=(Discipline.ADDICTION, Discipline.MONEY, Discipline.COUNCIL),
        ),
    ),
    Brought(
        asker="Leonie Drost",
        question=Whole(
            sentence="Waar kan moeder met haar zoon heen, als de opvang geen grote jongens opneemt?",
            members=members_of("moeder 27-64, ex-partner 27-64, oudste kind 12-17"),
            unsafe="De ex-partner komt met een sleutel die hij niet hoort te hebben. De zoon slaapt in de gang.",
            goes_well="Moeder en zoon zijn een team. De zoon gaat elke dag naar school.",
            tried="De sloten zijn vervangen, drie weken was het stil. De opvang heeft plek voor moeder, niet voor hem.",
            wants="Moeder gaat niet zonder haar zoon. De zoon wil haar niet alleen laten.",
            dilemma="Als moeder alleen gaat, blijft hij achter. Als zij samen blijven, komt de ex-partner terug.",
            disciplines=(Discipline.SHELTER, Discipline.VEILIG_THUIS, Discipline.POLICE),
        ),
    ),
)
"""On the agenda of next Thursday, which nobody sent yet."""

ANSWERS = {
    Discipline.ADDICTION: GuestAnswer.YES,
    Discipline.MONEY: GuestAnswer.YES,
    Discipline.SHELTER: GuestAnswer.YES,
    Discipline.VEILIG_THUIS: GuestAnswer.YES,
    Discipline.POLICE: GuestAnswer.WAITING,
}
"""Who is asked for that agenda, and what they said; the Council is forgotten, and somebody of it could come."""

WAITING = (
    Brought(
        asker="Joris Kwant",
        question=Whole(
            sentence="Mag een kind dit weekend naar vader als het zegt dat daar een wapen ligt?",
            members=members_of("moeder 27-64, vader 27-64, kind 4-11"),
            unsafe="Het kind vertelde over een wapen onder het bed. Moeder gelooft het, vader lacht erom.",
            goes_well="Het kind vertelt makkelijk en heeft het met vader ook leuk.",
            tried="Ik heb met vader gebeld. Hij zei dat het speelgoed is. Verder is er nog niets gedaan.",
            wants="Het kind wil naar vader, maar niet daar slapen. Moeder wil dat iemand gaat kijken.",
            dilemma="Als ik de politie bel, weet vader dat het kind praatte. Als ik dat niet doe, slaapt het ernaast.",
            disciplines=(Discipline.POLICE, Discipline.VEILIG_THUIS),
            knows_why="Vader hoort het pas als er een plan is, anders krijgt het kind de schuld.",
            urgency=Urgency.THIS_WEEK,
            urgency_why="Over een paar dagen is het weekend bij vader.",
        ),
    ),
    Brought(
        asker="Maud Reijntjes",
        question=Whole(
            sentence="Hoe geven wij een moeder met schulden rust, zodat zij haar kinderen niet meer uitscheldt?",
            members=members_of("moeder 27-64, oudste kind 4-11, jongste kind 0-3"),
            unsafe="Moeder scheldt urenlang als er post komt. De oudste verstopt de brieven in zijn bed.",
            goes_well="Zonder post is moeder geduldig. Zij zingt de jongste in slaap.",
            tried="De schuldhulp vroeg veel papieren. Moeder raakte in paniek en ging niet meer.",
            wants="Moeder wil dat iemand de post een tijd overneemt. De oudste wil geen geheim meer.",
            dilemma="Als ik de post doe, leunt zij op mij. Als ik dat niet doe, blijven de kinderen de prijs betalen.",
            disciplines=(Discipline.MONEY, Discipline.YOUTH_TEAM),
        ),
    ),
    Brought(
        asker="Nick Verduyn",
        question=Whole(
            sentence="Wat kunnen wij doen voor een tiener die na elke ruzie thuis in de schuur slaapt?",
            members=members_of("moeder 27-64, stiefouder 27-64, oudste kind 12-17"),
            unsafe="De stiefouder zet hem buiten en doet de deur op slot. In de schuur is geen licht.",
            goes_well="De tiener heeft een bijbaan en een baas die hem ziet. Moeder brengt stiekem een deken.",
            tried="Een gesprek met z'n vieren werd een ruzie. De jongerenwerker gaat wel eens met hem eten.",
            wants="De tiener wil een sleutel. Moeder wil dat de twee mannen elkaar groeten.",
            dilemma="Als ik een andere plek zoek, wint de stiefouder. Als ik hem thuis houd, slaapt hij in de kou.",
            disciplines=(Discipline.YOUTH_TEAM, Discipline.BEHAVIOURAL, Discipline.YOUTH_PROTECTION),
        ),
    ),
    Brought(
        asker="Sanne Verbeek",
        household="Kaya – Post",
        question=Whole(
            sentence="Hoe maken twee gescheiden ouders van een feest weer een feest voor hun kind?",
            members=members_of("moeder 27-64, vader 27-64, kind 4-11"),
            unsafe="Bij feesten sturen de ouders elkaar boze berichten. Het kind schaamt zich en wordt er stil van.",
            goes_well="De wissel via school gaat goed. Beide ouders staan langs de lijn als het kind sport.",
            tried="Er is een schrift voor het nieuws. Dat werkt voor gewone dagen, maar niet voor verjaardagen.",
            wants="Het kind wil dat zij samen klappen. De ouders willen niet naast elkaar hoeven zitten.",
            dilemma="Als ik een regeling maak, is het mijn feest. Als zij het zelf doen, begint de strijd weer.",
            disciplines=(Discipline.DIVORCE, Discipline.BEHAVIOURAL),
        ),
    ),
    Brought(
        asker="Jetty Ooms",
        question=Whole(
            sentence="Wie zorgt er voor twee ouderen als hun enige kind hen slaat en ook verzorgt?",
            about=AskedAbout.HOUSEHOLD,
            members=members_of("opa of oma 65+, opa of oma 65+, volwassen kind 27-64"),
            unsafe="Het volwassen kind slaat als het wassen te lang duurt. De twee ouderen praten het goed.",
            goes_well="Er is elke dag warm eten en het huis is schoon. Zij lachen samen om oude muziek.",
            tried="Thuiszorg is aangeboden. Het kind zegt dat vreemden de ouderen in de war maken.",
            wants="De ouderen willen bij elkaar blijven. Het kind wil dat iemand ziet hoe zwaar het is.",
            dilemma="Als ik ingrijp, zijn zij hun kind kwijt. Als ik niets doe, zijn zij op een dag elkaar kwijt.",
            disciplines=(Discipline.ELDERS, Discipline.ADULT_TEAM),
        ),
    ),
)
"""The queue: one that cannot wait, one not looked at yet, one looked at, one sent back, and one about older people."""

SENT_BACK_WITH = "Mooie vraag. Wat hebben de ouders zelf al bedacht, en wie kan daarbij helpen? Zet dat erbij."
