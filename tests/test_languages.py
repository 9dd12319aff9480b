"""Reports in other languages: which language it is, which forms a name has, which words are places."""

from __future__ import annotations

import pytest

from geomap import Document, Geoparser, InputError
from geomap.export import to_dict
from geomap.recognize import GazetteerRecognizer, TrainedRecognizer, chosen, default_recognizer, recognizer_named
from geomap.recognize.choosing import language_code
from geomap.recognize.grammar import grammar, profiles
from geomap.recognize.inflection import forms
from geomap.recognize.language import detect
from geomap.recognize.scripts import LETTERS


@pytest.mark.parametrize(
    ("text", "language"),
    [
        ("The convoy left Mosul for Erbil on Sunday, and nobody was hurt.", "en"),
        ("El Paso and Las Cruces were without power; Los Alamos was not, officials said.", "en"),
        ("Der Zug nach Wien wartete zwei Stunden, und die Leute sind müde.", "de"),
        ("Les secours sont arrivés dans la nuit et ont dégagé la route.", "fr"),
        ("Los bomberos llegaron por la noche y abrieron la carretera para los coches.", "es"),
        ("I vigili sono arrivati nella notte e hanno aperto la strada per le auto.", "it"),
        ("Os bombeiros chegaram à noite e abriram a estrada para os carros.", "pt"),
        ("De trein naar het zuiden heeft twee uur vertraging en dat is niet voor het eerst.", "nl"),
        ("Strażacy przyjechali w nocy i otworzyli drogę, ale pociąg nie ruszył.", "pl"),
        ("Yangın gece söndürüldü ve yol sabah yeniden açıldı.", "tr"),
        ("Пожарные приехали ночью и открыли дорогу.", "ru"),
        ("Пожежники приїхали вночі й відкрили дорогу.", "uk"),
        ("Пожарникарите дойдоха през нощта и отвориха пътя.", "bg"),
        ("وصل رجال الإطفاء في الليل وفتحوا الطريق.", "ar"),
        ("آتش‌نشانان شب رسیدند و راه را باز کردند، پلیس گفت.", "fa"),
        ("מכבי האש הגיעו בלילה ופתחו את הכביש.", "he"),
        ("消防员夜里赶到并打开了道路。", "zh"),
        ("消防隊は夜に到着し、道路を開けた。", "ja"),
        ("소방관들이 밤에 도착해 길을 열었다.", "ko"),
        ("दमकलकर्मी रात में पहुंचे और सड़क खोल दी।", "hi"),
        ("Οι πυροσβέστες έφτασαν τη νύχτα και άνοιξαν τον δρόμο.", "el"),
        ("", "en"),
        ("1234 — 56", "en"),
    ],
)
def test_the_language_of_a_text_is_found(text: str, language: str):
    """By its script, the letters of its own, its small words."""
    assert detect(text) == language


def test_every_table_is_whole():
    """Each language has small words, a known script, and endings that spell what they replace."""
    assert {"ar", "fr", "es", "de", "ru", "uk", "zh", "tr", "hi", "pt", "it"} <= set(profiles())
    for code, profile in profiles().items():
        known = grammar(code)
        assert profile.script in LETTERS, code
        assert len(profile.small_words) >= 8, code
        assert not known.stops & set(known.demonyms), (code, known.stops & set(known.demonyms))


def test_names_of_waters_and_regions_are_in_the_gazetteer(gazetteer):
    """Each English name that a table gives leads to a place, each demonym to a country or continent."""
    english = {name for code in profiles() for name, _ in grammar(code).names.values()}
    found = gazetteer.bearers(english, limit=1)
    assert [name for name in sorted(english) if not found[name]] == []
    demonyms = {name for code in profiles() for name in grammar(code).demonyms.values()}
    known = gazetteer.bearers(demonyms, limit=1)
    assert [name for name in sorted(demonyms) if not known[name] or not known[name][0].flags & 256] == []


@pytest.mark.parametrize(
    ("code", "written", "name"),
    [
        ("ru", "Мосуле", "Мосул"),
        ("ru", "Самары", "Самара"),
        ("ru", "Казани", "Казань"),
        ("ru", "Ростове-на-Дону", "Ростов-на-Дону"),
        ("ru", "ТВЕРИ", "Тверь"),
        ("uk", "Києві", "Київ"),
        ("uk", "Тернополі", "Тернопіль"),
        ("uk", "Чернівцях", "Чернівці"),
        ("de", "Mossuls", "Mossul"),
        ("ko", "모술에서", "모술"),
        ("el", "Αθήνας", "Αθήνα"),
        ("ka", "თბილისში", "თბილისი"),
        ("pl", "Krakowie", "Kraków"),
    ],
)
def test_inflected_names_lead_to_their_base_form(code: str, written: str, name: str):
    assert name in [form.text for form in forms((written,), grammar(code))]


def test_letters_before_a_name_stay_out_of_the_mention():
    """The article of Arabic is part of a name, the letters for "and", "in" and "to" are not."""
    found = {form.text: form for form in forms(("وللموصل",), grammar("ar"))}
    assert found["الموصل"].skipped == 2
    assert {form.text for form in forms(("בירושלים",), grammar("he"))} >= {"בירושלים", "ירושלים"}


# One sentence a script: (language, text, [(mention, place id)]).
SENTENCES = [
    ("ar", "قال التاجر إن الطريق من بغداد وإلى الموصل مفتوح.", [("بغداد", "98182"), ("الموصل", "99072")]),
    ("he", "המשלחת נסעה מירושלים לאשדוד.", [("ירושלים", "281184"), ("אשדוד", "295629")]),
    ("fa", "کامیون‌ها از تهران به اصفهان رفتند.", [("تهران", "112931"), ("اصفهان", "418863")]),
    ("el", "Το πλοίο έφυγε από τη Θεσσαλονίκη για τον Πειραιά.", [("Θεσσαλονίκη", "734077"), ("Πειραιά", "255274")]),
    ("hi", "ट्रक दिल्ली से जयपुर जा रहे हैं।", [("दिल्ली", "1273294"), ("जयपुर", "1269515")]),
    ("ja", "列車は大阪から東京まで走った。", [("大阪", "1853909"), ("東京", "1850147")]),
    ("ko", "열차는 부산에서 서울까지 달렸다.", [("부산", "1838524"), ("서울", "1835848")]),
    ("th", "รถไฟจากเชียงใหม่ถึงกรุงเทพมหานคร", [("เชียงใหม่", "1153671"), ("กรุงเทพมหานคร", "1609350")]),
    ("ka", "მატარებელი ბათუმიდან თბილისში მიდის.", [("ბათუმიდან", "615532"), ("თბილისში", "611717")]),
    ("hy", "Գնացքը Երևանից Գյումրի է գնում։", [("Երևանից", "616052"), ("Գյումրի", "616635")]),
    ("am", "ባቡሩ ከአዲስ አበባ ወደ ጅቡቲ ይሄዳል።", [("አዲስ አበባ", "344979"), ("ጅቡቲ", "223816")]),
    ("tr", "Otobüs Musul'dan Erbil'e gitti ve İstanbul'un dışında durdu.",
     [("Musul", "99072"), ("Erbil", "95446"), ("İstanbul", "745044")]),
    ("uk", "Потяг з Києва їде до Львова через Тернопіль.",
     [("Києва", "703448"), ("Львова", "702550"), ("Тернопіль", "691650")]),
    ("de", "Der Bürgermeister von Mossul und Bagdads Gouverneur trafen sich in Kairo.",
     [("Mossul", "99072"), ("Bagdads", "98182"), ("Kairo", "360630")]),
    ("fr", "Il est parti d'Alep pour l'Irak en passant par Mossoul.",
     [("Alep", "170063"), ("Irak", "99237"), ("Mossoul", "99072")]),
]  # fmt: skip


@pytest.mark.parametrize(("language", "text", "expected"), SENTENCES, ids=[case[0] for case in SENTENCES])
def test_names_are_found_in_every_script(geoparser, language: str, text: str, expected: list):
    """Each mention is cut as the language asks and leads to its place."""
    parsed = geoparser.parse(Document(text=text, language=language))
    found = [(each.mention.text, each.place and each.place.id.key) for each in parsed.resolutions]
    assert found == expected
    assert parsed.provenance.recognizer == f"gazetteer names, {grammar(language).name}"


@pytest.mark.parametrize(
    ("language", "text"),
    [
        ("de", "Die Not ist groß, sagt Anna Weber, und das Licht im Lager ging am Mittwoch aus."),
        ("de", "Im Herbst wird der Rat über Recht und Frieden sprechen, der Grund liegt auf der Hand."),
        ("fr", "Au mois de mars, Pierre Martin a vendu sa maison et la tour du village est tombée."),
        ("es", "El sol y la luz de enero, dijo Carlos Bolívar, son la esperanza de la victoria."),
        ("it", "La signora Rosa Marino ha detto che la pace è nel monte e nel mare."),
        ("pt", "A senhora Vitória Silva disse que a luz do sol é a esperança da paz."),
        ("ru", "Владимир и Роман пришли в среду, а Иван Калинин остался дома до мая."),
        ("uk", "Володимир прийшов у середу, а Роман Мельник лишився вдома до травня."),
        ("ar", "قال الرئيس محمد حسن إن السيول غمرت الطريق القديم والسوق الجديدة كيف حدث ذلك."),
        ("zh", "人民和平大会上，主席说经济发展和文化教育都很重要，联合国也派了代表。"),
        ("tr", "Mehmet Yılmaz pazartesi günü yeni köprünün haziran ayında biteceğini söyledi."),
        ("hi", "राम ने सोमवार को कहा कि बाजार में पानी नहीं है और सड़क बंद है।"),
    ],
)
def test_common_words_and_persons_are_no_places(gazetteer, language: str, text: str):
    """Words that are also names of places somewhere stay words."""
    recognizer = GazetteerRecognizer(gazetteer, grammar(language))
    assert [mention.text for mention in recognizer.recognize(Document(text=text))] == []


def test_english_stays_with_the_trained_recogniser(gazetteer):
    """The same mentions and the same name in the provenance as without any choice of language."""
    document = Document(text="The convoy left Mosul for Erbil in Iraq, and the Iraqi army followed.")
    default = default_recognizer(gazetteer)
    trained = TrainedRecognizer(gazetteer)
    assert chosen(default, document) == trained
    assert default.recognize(document) == trained.recognize(document)


def test_the_documents_own_language_decides(gazetteer):
    """A short line that could be anything is read as the language that it says it is in."""
    default = default_recognizer(gazetteer)
    text = "Musul'da yangın"
    assert isinstance(chosen(default, Document(text=text)), TrainedRecognizer)
    assert chosen(default, Document(text=text, language="tr-TR")).grammar.code == "tr"
    # What a file says and nobody can read is not taken as an error.
    assert isinstance(chosen(default, Document(text="Fire in Mosul", language="??")), TrainedRecognizer)


def test_a_language_without_a_table_is_read_by_its_names(geoparser):
    """Tamil has no table: names are still found as they stand."""
    parsed = geoparser.parse(Document(text="ரயில் சென்னை நகரில் நின்றது.", language="ta"))
    assert [str(each.place.id) for each in parsed.resolutions] == ["geonames:1264527"]


def test_base_forms_reach_the_gazetteer_and_not_the_output(geoparser):
    """The text of a mention is what the report says; the name looked up is the base form."""
    text = "В Мосуле и Киркуке открыли рынки."
    record = to_dict(geoparser.parse(Document(text=text)))
    assert [mention["text"] for mention in record["mentions"]] == ["Мосуле", "Киркуке"]
    assert [mention["place"]["id"] for mention in record["mentions"]] == ["geonames:99072", "geonames:94787"]
    assert record["provenance"]["recognizer"] == "gazetteer names, Russian"


def test_a_rivers_western_bank_is_not_the_west_bank(geoparser):
    """The same two words are a territory alone and a side of a river before the river's name."""
    bank = geoparser.parse(Document(text="وقفت الشاحنات على الضفة الغربية لنهر دجلة صباح اليوم."))
    assert [each.place.name for each in bank.resolutions] == ["Tigris"]
    territory = geoparser.parse(Document(text="عاد الناس إلى الضفة الغربية صباح اليوم."))
    assert [each.place.name for each in territory.resolutions] == ["West Bank"]


def test_demonyms_lead_to_their_country(geoparser):
    parsed = geoparser.parse(Document(text="Иракские солдаты и японские врачи приехали в город ночью.", language="ru"))
    assert [(each.mention.kind, each.place.name) for each in parsed.resolutions] == [
        ("demonym", "Iraq"),
        ("demonym", "Japan"),
    ]


def test_the_second_word_of_a_water_may_be_small(geoparser):
    parsed = geoparser.parse(Document(text="Судно пройшло Чорним морем і зайшло до Дунаю.", language="uk"))
    assert [str(each.place.id) for each in parsed.resolutions] == [
        "naturalearth:sea-black-sea",
        "naturalearth:river-danube",
    ]


@pytest.mark.parametrize("name", ["foo", "spacy:", "", "Trained"])
def test_unknown_recognisers_are_refused_with_the_list(gazetteer, name: str):
    with pytest.raises(InputError, match="choose one of auto, trained, rules, gazetteer, spacy:MODEL"):
        recognizer_named(name, gazetteer)


def test_a_geoparser_takes_a_recogniser_by_name(gazetteer):
    geoparser = Geoparser(gazetteer, recognizer="gazetteer")
    parsed = geoparser.parse(Document(text="The road from Mosul to Erbil was closed in May."))
    assert [str(each.place.id) for each in parsed.resolutions] == ["geonames:99072", "geonames:95446"]
    assert geoparser.provenance.recognizer == "gazetteer names"


@pytest.mark.parametrize("code", ["klingon", "", "e", "12"])
def test_a_language_is_a_code(code: str):
    with pytest.raises(InputError, match="is not a language code"):
        language_code(code)


def test_given_mentions_are_looked_up_by_their_base_form(geoparser):
    """Mentions that somebody marked in an inflected text lead to the same places as those that are found."""
    document = Document(text="В Самаре и Мосуле было тихо, как и на Чёрном море.", language="ru")
    spans = [(2, 8), (11, 17), (38, 49)]
    assert [document.text[start:end] for start, end in spans] == ["Самаре", "Мосуле", "Чёрном море"]
    parsed = geoparser.resolve(document, spans)
    assert [str(each.place.id) for each in parsed.resolutions] == [
        "geonames:499099",
        "geonames:99072",
        "naturalearth:sea-black-sea",
    ]


def test_a_word_that_the_tables_know_is_no_prefix_and_a_name(geoparser):
    """ "ولاية" (state) is not "and" before a town that is spelled like the rest of it."""
    text = "وصلت قوات من عاصمة ولاية كسلا إلى ميناء بورتسودان."
    found = [resolution.mention.text for resolution in geoparser.parse(Document(text=text, language="ar")).resolutions]
    assert "لاية" not in found
    assert "بورتسودان" in found
