"""Words that begin with a capital and name nobody, and names that are also words. Small letters, compared plain."""

from __future__ import annotations


def _split(words: str) -> frozenset[str]:
    return frozenset(words.split())


INTERFIXES = _split("van de der den het 't te ten ter el al ben bin la le du da dos di von vd")
"""Small words inside a name: "Van der Zwaluw", "el Amrani"."""

MONTHS_AND_DAYS = _split(
    "januari februari maart april mei juni juli augustus september oktober november december maandag dinsdag "
    "woensdag donderdag vrijdag zaterdag zondag"
)

INSTITUTIONS = (
    _split(
        "veilig thuis raad kinderbescherming jeugdbescherming jeugdzorg wijkteam wijkteams rvt ggz ggd cjg "
        "jeugdreclassering reclassering om gemeente politie leger heils william schrikker stichting groep save samen "
        "rvdk gi gis vt mdt bjz regionaal veiligheidsteam zorg veiligheidshuis mda crisisdienst centrum jeugd gezin "
        "rechtbank kinderrechter iq veiligheidskaart jeugdwet wmo meldcode avg signs safety emdr ptss adhd add ass "
        "lvb odd ots uhp thv dna hiv soa aids dbt cgt vto bso kdv zat pgb wlz uwv iban bsn cak svb duo coa ind azc vo "
        "po mbo hbo vmbo havo vwo sbo so whatsapp facebook instagram snapchat tiktok youtube teams zoom netflix "
        "google marokko playstation xbox kerst kerstmis pasen pinksteren sinterklaas suikerfeest offerfeest ramadan "
        "carnaval nieuwjaar god allah jezus bijbel koran nederlands nederlandse nederlander nederlanders nederland "
        "engels engelse europa europese nl eu ambulant ambulante hulpverlening forensisch forensische familie "
        "familienetwerkberaad eigen kracht maatschappelijk maatschappelijke werk basisteam gebiedsteam sociaal "
        "sociale huisarts ib ib'er sw pmt pi orthopedagoog"
    )
    | MONTHS_AND_DAYS
)
"""Organisations, laws, methods and feasts of the field: a whole region has them."""

ROLES = _split(
    "moeder vader mama papa mam pap ouder ouders kind kinderen kindje zoon zoontje dochter dochtertje broer "
    "broertje zus zusje oma opa tante oom neef nicht neefje nichtje man vrouw partner ex ex-partner ex-man "
    "ex-vrouw stiefvader stiefmoeder stiefouder pleegouder pleegouders pleegmoeder pleegvader pleegkind "
    "grootouder grootouders grootmoeder grootvader buurman buurvrouw buren vriend vriendin vrienden jongen meisje "
    "baby peuter kleuter puber tiener jongere leerling juf meester mentor leraar docent intern begeleider "
    "huisarts jeugdarts arts dokter agent wijkagent hulpverlener hulpverleners gezinsvoogd voogd jeugdbeschermer "
    "jeugdprofessional behandelaar therapeut psycholoog collega team oudste jongste middelste tweeling familie "
    "gezin huishouden professional professionals deskundige voorzitter secretaris mevrouw meneer school politie "
    "werk thuis casusregisseur"
)

CUES = _split(
    "oma opa tante oom juf meester mevrouw meneer mevr mw dhr heer dokter dr agent wijkagent zuster broeder "
    "collega vriend vriendin buurvrouw buurman moeder vader mama papa zoon zoontje dochter dochtertje broer "
    "broertje zus zusje neef nicht neefje nichtje kind baby jongen meisje partner ex man vrouw stiefvader "
    "stiefmoeder pleegmoeder pleegvader familie gezin fam jongste oudste middelste mentor leraar docent coach "
    "trainer voogd gezinsvoogd jeugdbeschermer huisarts psycholoog halfbroer halfzus schoonmoeder schoonvader "
    "schoonzus zwager hond naam genaamd genoemd heet heette heten noemt noemen imam dominee pastoor advocaat "
    "rechter notaris jeugdarts orthopedagoog therapeut behandelaar"
)
"""Words after which a capital is a name. A name of the family after them is left out: "Oma Toos" becomes "Oma"."""

SAID_AFTER = _split(
    "zegt zei wil wilt wou wilde heeft had gaat ging durft slaapt sliep woont woonde werkt werkte belt belde appt "
    "appte huilt huilde drinkt dronk komt kwam vertelt vertelde vindt vond denkt dacht krijgt kreeg loopt liep "
    "zit zat ziet zag maakt maakte tekent tekende verzorgt verzorgde voelt slaat sloeg schreeuwt schreeuwde helpt "
    "hielp gebruikt gebruikte schrijft schreef mailt mailde vraagt vroeg liegt loog plast eet bijt schopt schopte "
    "gooit gooide dreigt dreigde rijdt reed mist miste past speelt speelde kijkt keek luistert weigert weigerde "
    "stuurt stuurde mag moet moest kan kon noemt noemde verhuist verhuisde vlucht vluchtte haalt haalde brengt "
    "bracht groeit spijbelt blijft bleef heet"
)
"""What somebody does: a word with a capital before it, that is no ordinary word, is a name."""

NAMES_THAT_ARE_WORDS = _split(
    "roos wil mark storm bloem joy beer hoop april rein sterre lente zon jet pien fee guus ward bas koen tim tom "
    "wolf vos linde iris jasmijn merel madelief fleur lieve boy sunny summer star sky prins koning faith hope "
    "rijk noor bo do jo mo ko can bob ali sem saar jan piet klaas kees daan stijn kaat ruben mees rozemarijn juna "
    "mei june ster maan river rain bloesem zomer engel angel pepper dirk roel rik hans ben max lot loes fien puck "
    "pip dex ties jip juul isa mila luna nova dag lily rose violet amber jade ruby pearl chip buddy ray art bill "
    "will may grace dick hugo marco polo mop tijn"
)
"""First names that mean something else without their capital."""

OPENERS = _split(
    "de het een en of maar want dus als dan toen toch ook nu nog al wel niet geen dat die dit deze daar hier er "
    "wie wat waar wanneer waarom hoe welke welk ik jij je u hij zij ze wij we jullie hen hun mij mijn me jouw uw "
    "ons onze haar zijn in op aan bij van voor met naar uit over onder tussen door tegen na om tot sinds zonder "
    "volgens tijdens vanaf binnen buiten boven beneden achter naast langs tegenover rond rondom omdat doordat "
    "zodat hoewel terwijl voordat nadat totdat zodra tenzij mits behalve ondanks vanwege wegens is was waren "
    "heeft hebben had wordt worden werd kan kunnen kon moet moeten moest mag mogen wil willen zal zullen zou "
    "zouden ga gaat gaan kom komt doe doet blijf blijft weet zie ziet denk vind lukt help helpt vertel kijk laat "
    "let alle alles allemaal beide sommige veel weinig meer minder iedereen niemand iemand iets niets elke elk "
    "ieder iedere eerst daarna later straks soms vaak altijd nooit steeds misschien wellicht eigenlijk helaas "
    "gelukkig vooral alleen zelfs verder ondertussen inmiddels sindsdien gisteren vandaag morgen vorige volgende "
    "afgelopen komende laatst onlangs eerder vroeger momenteel twee drie vier vijf zes zeven acht negen tien elf "
    "twaalf eens ja nee oké graag dank fase punt vraag antwoord zorgen zorg hulp ruzie geweld geld omgang contact "
    "praten melden samen thuis school politie werk mensen goed slecht jammer daardoor daarom hierdoor bovendien "
    "intussen tegelijk echter namelijk bijvoorbeeld mogelijk zeker blijkbaar kennelijk vermoedelijk s avonds "
    "ochtends zo zoals zulke zelf sociale media gezag opvang situatie veiligheid afspraken afspraak onveilig "
    "psychisch psychische fysiek fysieke lichamelijk lichamelijke verbaal volwassenen jeugd grote kleine nieuwe "
    "oude laatste eerste tweede derde ambulante telefonisch schulden schuld verslaving alcohol drugs drank stress "
    "angst boosheid verdriet schaamte loyaliteit"
)
"""Words that often begin a sentence: their capital says nothing."""

SMALL_WORDS_LIKE_NAMES = _split(
    "baan kader brand ken harm rem constant ties rose aria mine line may can has justice job said day else age ran kind door"
    " heel maan dien made wies rust bonne vaste pin mats"
)
"""Words that are on a list of first names: in small letters they are words."""

COMMON_WORDS_TOO = _split(
    "roos wil storm bloem beer hoop april rein lente zon fee wolf vos merel lieve prins koning rijk do can mees lot dag"
    " ster maan mei juni zomer engel angel will may star sky river rain hans bo jo ben max"
)
"""Those among them that people write every day with a small letter: a name that is known counts with its capital."""

SURNAMES_THAT_ARE_WORDS = _split(
    "bakker visser kok smit smid bos bosch boom boomen dijk berg vis haan kuiper meijer mulder molenaar jager "
    "schipper koster timmerman slager dekker post groot wit zwart bruin jong oud klein lange korte koning prins "
    "keizer graaf hertog maas rijn veld hof horn hart winter zomer kramer koopman verhoeven boer wagenaar "
    "schilder schouten peters valk vink mus spreeuw haas hond kat bok ram leeuw beek meer zee duin heuvel stam "
    "tak blad bloemen vos wolf brug poort huis kamp plaats goed best schoon vroom sterk zoet bitter blank rood "
    "groen blauw"
)
"""The same for surnames."""

ORDINARY = OPENERS | ROLES | INSTITUTIONS
"""No name, capital or not."""
