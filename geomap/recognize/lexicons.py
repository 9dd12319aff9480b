"""Lexicons: the closed classes of English words that tell a place from a person, a group or a date.

They hold kinds of words, never names of people, groups or places; given names stand in
``given_names.txt``. All are lower case.
"""

from __future__ import annotations

from functools import cache
from importlib.resources import files

MONTHS = frozenset(
    "january february march april may june july august september october november december jan feb mar apr "
    "jun jul aug sept sep oct nov dec".split()
)
WEEKDAYS = frozenset(
    "monday tuesday wednesday thursday friday saturday sunday mon tue tues wed thu thur thurs fri sat sun".split()
)
CALENDAR = MONTHS | WEEKDAYS
#: Written with a capital and never a place alone: parties, creeds, feasts, numbering, halves of names.
NEVER_ALONE = frozenset(
    "republican republicans democrat democrats democratic labour tory tories liberal liberals conservative "
    "conservatives socialist communist islam islamic muslim muslims christian christians jewish jew jews hindu "
    "hindus buddhist sikh catholic catholics protestant sunni shia shiite god allah bible koran quran christmas "
    "easter ramadan passover hanukkah thanksgiving halloween day eve no nos vol fig vs new old great san santa st "
    "ste mt ft pt de la el al union national international federal royal".split()
)
#: After a name that a disease took over: "Marburg virus", "West Nile fever".
DISEASES = frozenset("virus viruses fever disease diseases hemorrhagic haemorrhagic strain strains ebolavirus".split())

#: Words before a person's name.
TITLES = frozenset(
    "mr mrs ms miss dr prof professor sir dame lord lady president vice-president premier chancellor king queen "
    "prince princess emir emperor sultan sheikh sheik imam ayatollah mullah pope cardinal archbishop bishop "
    "father sister brother rabbi reverend rev pastor minister secretary senator sen representative rep "
    "congressman congresswoman governor gov lieutenant lt mayor councillor councilman councilwoman councilor "
    "alderman commissioner ambassador envoy general gen brigadier brig colonel col major maj captain capt "
    "commander cmdr cmdr admiral adm sergeant sgt corporal cpl private pvt officer detective det inspector "
    "superintendent supt chief deputy sheriff marshal judge justice attorney lawyer director chairman chairwoman "
    "chairperson chair manager coach principal dean spokesman spokeswoman spokesperson analyst professor author "
    "actor actress singer correspondent reporter editor photographer journalist economist historian researcher "
    "activist leader candidate ceo cfo founder coordinator trooper lance-corporal quarterback pitcher striker "
    "midfielder goalkeeper defender forward saint hon prime foreign defence defense interior".split()
)
#: Those that end in a title but are written small before a name: "mayor, X", "spokesman X", ", the spokesman".
ROLES = frozenset(
    "president minister secretary senator governor mayor commissioner ambassador envoy general colonel commander "
    "officer detective chief sheriff judge attorney lawyer director chairman chairwoman manager coach principal "
    "spokesman spokeswoman spokesperson analyst professor author actor actress singer correspondent reporter "
    "editor leader candidate founder coordinator head owner resident farmer teacher student doctor nurse expert "
    "scientist researcher activist official member captain deputy executive ceo player driver pilot witness "
    "survivor victim suspect neighbor neighbour mother father son daughter brother sister wife husband widow "
    "pastor priest bishop imam sheikh economist historian veteran organizer organiser engineer superintendent "
    "councilman councilwoman councillor representative legislator lawmaker planner prosecutor".split()
)
SPEECH = frozenset(
    "said says say told tells added adds noted notes warned warns announced announces claimed claims argued "
    "argues insisted insists stated states explained explains replied asked denied denies confirmed confirms "
    "accused accuses vowed vows urged urges agreed agrees rejected rejects condemned condemns declared "
    "declares admitted admits hopes hoped wants wanted believes believed pledged pledges called calls".split()
)
#: Words of reports about games, in which a town is often its team.
GAMES = frozenset(
    "game games coach season match team league win goal goals players player cup points quarter score tournament "
    "fans final champions half striker".split()
)
#: Head words of organisations, events and works: a place before or inside their name is embedded in it.
ORGANISATIONS = frozenset(
    "university college school academy institute seminary hospital clinic center centre department dept agency "
    "bureau office ministry commission committee council board authority administration association "
    "organization organisation federation union league alliance coalition party movement front brigade "
    "brigades army navy corps force forces guard guards police sheriff court parliament senate congress "
    "assembly bank company co corp corporation inc ltd llc plc group holdings industries airlines airways "
    "motors energy electric foundation trust fund society club fc united rovers city's church cathedral mosque "
    "temple synagogue diocese museum library theatre theater orchestra symphony ballet opera times post news "
    "herald tribune journal gazette chronicle press observer star daily review magazine radio television tv "
    "network service services system systems unit units team district library stadium arena airport station "
    "hotel inn restaurant cafe mall market fair festival championship championships cup open marathon games "
    "tournament conference summit treaty accord accords agreement convention protocol declaration act bill "
    "elementary middle high jail prison zoo program programme project initiative chamber lions tigers bears "
    "eagles hawks bulldogs wildcats panthers".split()
)
#: Generic words that follow a place name; the capitalised ones belong to the name.
GENERIC_AFTER = frozenset(
    "province provinces county counties parish state governorate district region prefecture oblast krai raion "
    "territory republic island islands peninsula river creek lake valley mountains mountain hills bay gulf sea "
    "ocean strait canal desert delta basin coast city town township village borough municipality suburb "
    "neighborhood neighbourhood refugee camp airport dam border plateau plains beach falls springs harbor "
    "harbour port heights reservoir forest park archipelago atoll".split()
)
#: Of these, the ones that are a part of the name when capitalised and after it ("Laurel County").
NAME_PART_AFTER = frozenset(
    "county counties parish province governorate district oblast krai prefecture territory island islands "
    "peninsula river creek lake valley mountains mountain bay gulf sea ocean strait canal desert delta basin "
    "township beach falls springs heights reservoir forest park city coast borough strip".split()
)
#: Generic words before a place name: "Lake Chad", "Mount Hermon", "Port Sudan" (capital, part of the name).
NAME_PART_BEFORE = frozenset("lake mount mt cape fort ft port gulf bay isle river loch san santa st saint".split())
#: "city of X", "province of X".
GENERIC_OF = frozenset(
    "city town village province state county region district municipality capital port island islands republic "
    "kingdom suburb township governorate territory outskirts north south east west northeast northwest "
    "southeast southwest mile miles kilometers kilometres km coast streets borders border neighborhood "
    "neighbourhood hamlet enclave stronghold resort commune parish borough settlement community communities "
    "cities towns villages areas area parts provinces districts part centre center".split()
)
#: "the town Tal Abyad", "village Kafr Nabl".
IN_PREPOSITIONS = frozenset("in near outside across around throughout into toward towards inside within via".split())
WEAK_PREPOSITIONS = frozenset("from to at of between off beyond through leaving entering reach reached".split())
COMPASS = frozenset(
    "north south east west northern southern eastern western central northeast northwest southeast southwest "
    "northeastern northwestern southeastern southwestern upper lower greater downtown rural mainland "
    "neighboring neighbouring nearby occupied".split()
)
STREETS = frozenset(
    "street st road rd avenue ave boulevard blvd drive dr lane ln highway hwy route court ct way parkway pkwy "
    "trail circle pike freeway expressway".split()
)
#: Small words inside names: "Bab el-Oued", "Stratford-upon-Avon", "Trinidad and Tobago", "Isle of Man".
CONNECTORS = frozenset(
    "of the de del della la las los le les el al ad ar as ash at an ed et da do dos das du des di and upon on "
    "sur am der den van von bei ben ibn bin abu y e d l es ez aux en lez sous aan op zu im ob".split()
)
NAME_JOINERS = frozenset("al el bin ibn ben abu van von der den de di da del la le du dos al- el-".split())
#: Words that open a sentence with a capital and are never the beginning of a name.
FUNCTION_WORDS = frozenset(
    "a an the this that these those it its he his she her hers they their theirs we our ours you your yours i my "
    "me him them us who whom whose which what when where why how and or but nor so yet if then than as at by for "
    "from in into of off on onto out over to up with about above across after again against all also although "
    "among another any are around away be because been before being below between both can could did do does "
    "down during each either else ever every few first further had has have here however indeed instead is just "
    "last later least less let like many may maybe meanwhile might more most moreover much must near neither "
    "never next no none not nothing now once one only other others otherwise own perhaps quite rather same "
    "second several shall should since some something soon still such there therefore third though through "
    "throughout thus together too toward towards two three four five six seven eight nine ten under unless "
    "unlike until upon very was well were while will within without would yes according despite including "
    "following meantime".split()
)


@cache
def given_names() -> frozenset[str]:
    """Common given names of many languages, lower case, without accents."""
    return _words("given_names.txt")


@cache
def common_words() -> frozenset[str]:
    """English words that are written small and are also names of places somewhere ("reading", "police")."""
    return _words("common_words.txt")


def _words(file: str) -> frozenset[str]:
    text = files("geomap.recognize").joinpath(file).read_text(encoding="utf-8")
    return frozenset(word for line in text.splitlines() if not line.startswith("#") for word in line.split())
