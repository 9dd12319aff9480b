"""A name's sound is how its look-up key is spelled in plain Latin letters: what fuzzy look-up compares.

Other scripts are spelled in Latin letters, pairs of letters that stand for one sound become one symbol
("sh" → "S", "kh" → "X"). Words that say what a place is ("district", "zhen") are known as generic.
Chinese characters stay as they are: one symbol each.
"""

from __future__ import annotations

import re
import unicodedata

# Letters in the order of their alphabets, each with the spelling that news in English use most.
_CYRILLIC = (
    "а=a б=b в=v г=g д=d е=e ж=zh з=z и=i к=k л=l м=m н=n о=o п=p р=r с=s т=t у=u ф=f х=kh ц=ts ч=ch ш=sh"
    " щ=shch ъ= ы=y ь= э=e ю=yu я=ya і=i є=ye ґ=g ј=j љ=lj њ=nj ћ=ch ђ=dj џ=dz ѕ=dz қ=k ғ=gh ң=n ө=o ү=u ұ=u"
    " һ=h ҳ=h ә=a җ=j ҷ=j ӏ= ҡ=k ҫ=s ҙ=z ҵ=ts ӡ=dz ҕ=g ԥ=p ѳ=f ѣ=e ҩ=o ҭ=t"
)
_GREEK = "α=a β=v γ=g δ=d ε=e ζ=z η=i θ=th ι=i κ=k λ=l μ=m ν=n ξ=x ο=o π=p ρ=r σ=s ς=s τ=t υ=y φ=f χ=kh ψ=ps ω=o"
_ARABIC = (
    "ا=a ب=b ت=t ث=th ج=j ح=h خ=kh د=d ذ=dh ر=r ز=z س=s ش=sh ص=s ض=d ط=t ظ=z ع=a غ=gh ف=f ق=q ك=k ل=l م=m ن=n"
    " ه=h و=w ي=y ء= پ=p چ=ch ژ=zh گ=g ڤ=v ٹ=t ڈ=d ڑ=r ں=n ے=e ھ=h ہ=h ۀ=h ۃ=h ۋ=v ې=e ە=e ۆ=o ۇ=u ۈ=u ڭ=ng"
    " ڵ=l ڕ=r ێ=e ټ=t ډ=d ړ=r ږ=zh ښ=sh ګ=g ڼ=n څ=ts ځ=dz ۍ=y"
)
_HEBREW = (
    "א=a ב=b ג=g ד=d ה=h ו=v ז=z ח=kh ט=t י=y כ=k ך=k ל=l מ=m ם=m נ=n ן=n ס=s ע=a פ=p ף=p צ=ts ץ=ts ק=k ר=r ש=sh ת=t"
)
_GEORGIAN = (
    "ა=a ბ=b გ=g დ=d ე=e ვ=v ზ=z თ=t ი=i კ=k ლ=l მ=m ნ=n ო=o პ=p ჟ=zh რ=r ს=s ტ=t უ=u ფ=p ქ=k ღ=gh ყ=q შ=sh"
    " ჩ=ch ც=ts ძ=dz წ=ts ჭ=ch ხ=kh ჯ=j ჰ=h"
)
_ARMENIAN = (
    "ա=a բ=b գ=g դ=d ե=e զ=z է=e ը=y թ=t ժ=zh ի=i լ=l խ=kh ծ=ts կ=k հ=h ձ=dz ղ=gh ճ=ch մ=m յ=y ն=n շ=sh ո=o"
    " չ=ch պ=p ջ=j ռ=r ս=s վ=v տ=t ր=r ց=ts ւ=v փ=p ք=k օ=o ֆ=f և=ev"
)
_THAI = (
    "ก=k ข=kh ฃ=kh ค=kh ฅ=kh ฆ=kh ง=ng จ=ch ฉ=ch ช=ch ฌ=ch ซ=s ศ=s ษ=s ส=s ญ=y ย=y ฎ=d ด=d ฏ=t ต=t ฐ=th ฑ=th"
    " ฒ=th ถ=th ท=th ธ=th ณ=n น=n บ=b ป=p ผ=ph พ=ph ภ=ph ฝ=f ฟ=f ม=m ร=r ล=l ฬ=l ว=w ห=h ฮ=h อ=o ะ=a า=a ั=a"
    " ำ=am ิ=i ี=i ึ=ue ื=ue ุ=u ู=u เ=e แ=ae โ=o ไ=ai ใ=ai ฤ=rue ็= ่= ้= ๊= ๋= ์= ฯ= ๆ= ํ="
)
# Scripts whose letters say their sound in their Unicode name: "DEVANAGARI LETTER KA".
_NAMED = frozenset(
    "DEVANAGARI BENGALI GURMUKHI GUJARATI ORIYA TAMIL TELUGU KANNADA MALAYALAM SINHALA MYANMAR KHMER LAO"
    " TIBETAN".split()
)
_SILENT = ("VIRAMA", "NUKTA", "TONE", "COENG", "ASAT", "LENGTH")
_NASAL = ("ANUSVARA", "CANDRABINDU", "BINDI", "NIKAHIT")
_KANA = {"si": "shi", "ti": "chi", "tu": "tsu", "hu": "fu", "zi": "ji", "di": "ji", "du": "zu"}

# In this order: longer spellings first, then what they would hide.
_PAIRS = tuple(
    pair.split("=")
    for pair in (
        "shch=S tsch=C sch=S tch=C sh=S ch=C kh=X gh=G zh=Z th=T ph=f dh=D ts=c tz=c ck=k cz=C sz=S dj=j qu=kw ou=u"
        " oo=u ee=i x=ks"
    ).split()
)

# Words that GeoNames' alternate names carry or leave out for one and the same place: counted over the
# shipped names, words left out at least 14 times and in 30 % of their uses; proper names taken off by hand.
# The last lines are US states, which Persian and Arabic names carry behind the town's.
_GENERIC = frozenset(
    """
    airport al amphoe aymag bezirk borough byen canton caserio cdp center centre changwat chantun chen
    chengguanzhen chhi chieh chou city ciudad colonia community comuna condado corregimiento council county
    degmada delegacion department depot district distrito distritu division dorf ejido el felda flecken gemeente
    gemeinde gemeng gmina governorate grad hacienda hal hsien il international jieban jiedao judetul kabupaten
    kampong kampung kanton kerulet khot king kommun kommune kota koyu kraj krong kurort la lakanbalen landskapet
    linn machi markt mec muang municipal municipality municipio myza nahiyat obcina oblast obshtina okres opcina
    opshtina opstina osh parish phum phumi poselok prefecture province provincia provinsi qu raionul rajon rayon
    rayonu regency regierungsbezirk region regional river satu shaary shi shih somon srok stad stadt state
    station stationsby sum suma sume sumu town township tsun vald vila vilayati villa village viloyati
    voivodeship ward wojewodztwo xa xian xiang yaozuxiang zhen zone zupanija
    аимаг балһсн ґміна община область общества општина ош республика раион сум хот шаары қаласы
    استان بندر شعبيه شهرستان شهرك ضلع عليا محافظه مدينه مركز معتمديه ولايه
    जिला जिल्हा जिल्ला
    اركانزاس اريزونا الاباما الاسكا اورقن اورگن اوكلاهوما اوهايو ايداهو ايلينوي اينديانا ايووا اكلاهما
    اوريگون پنسيلوانيا تكزاس تگزاس تنسي جورجيا داكوتا فلوريدا كاروليناي كاليفرنيا كاليفورنيا كيليفورنيا كانزاس
    كنتاكي كنتيكت كلرادو كولورادو لوييزيانا ماساچوست مونتانا ميريلند ميزوري ميسيسيپي ميشيقان ميشيگان ميشيغان
    نبراسكا نيوجرسي نيومكزيكو نيويورك هاوايي واشينقتون واشينگتون ورجينيا ويرجينيا ويسكانسين ٹيكساس يوتا جنوبي
    شمالي غربي
    """.split()
)
_CONNECTING = frozenset("de of del da do di la the".split())
# Chinese and Japanese write the generic word without a space: town, township, street, district, county, city.
_HAN_GENERIC = re.compile("(?<=[一-鿿]{2})(?:街道|[镇鎮乡鄉区區县縣市町村])$")


def _letter(character: str) -> str:
    """The Latin spelling of a letter by its Unicode name; the letter itself where the name does not tell."""
    words = unicodedata.name(character, "").split(" ")
    script, sound = words[0], words[-1].lower()
    if script in _NAMED:
        if any(word in _SILENT for word in words):
            return ""
        if any(word in _NASAL for word in words):
            return "n"
        if words[-1] == "VISARGA":
            return "h"
        if "VOWEL" in words or sound[0] in "aeiou":
            return sound[0] if len(set(sound)) == 1 else sound
        if "LETTER" in words or "CHILLU" in words:
            return sound[:-1] if len(sound) > 1 and sound.endswith("a") else sound
    elif script in ("HIRAGANA", "KATAKANA", "KATAKANA-HIRAGANA"):
        if "MARK" in words or words[-2:] == ["SMALL", "TU"]:
            return ""
        return _KANA.get(sound, sound)
    elif script in ("HANGUL", "ETHIOPIC") and "SYLLABLE" in words:
        return sound
    return character


class _Spelling(dict[int, str]):
    """For `str.translate`: tables first, other letters by their Unicode name when they first come up."""

    def __missing__(self, code: int) -> str:
        self[code] = spelled = _letter(chr(code)) if code > 127 else chr(code)
        return spelled


_SPELLING = _Spelling(
    (ord(letter), spelled)
    for table in (_CYRILLIC, _GREEK, _ARABIC, _HEBREW, _GEORGIAN, _ARMENIAN, _THAI)
    for letter, spelled in (pair.split("=") for pair in table.split())
)


def sound(keys: str) -> str:
    """How a folded key sounds, in Latin letters and symbols; line breaks stay, so that lists go at once.

    >>> sound("мосул"), sound("shush"), sound("بصره")
    ('mosul', 'SuS', 'bsrh')
    """
    if not keys.isascii():
        keys = keys.translate(_SPELLING)
    for letters, symbol in _PAIRS:
        keys = keys.replace(letters, symbol)
    return keys


def core(key: str) -> str | None:
    """A key without its generic words, or ``None`` when it has none or has nothing else.

    >>> core("condado de montgomery"), core("mosul district"), core("mosul")
    ('montgomery', 'mosul', None)
    """
    words = key.split(" ")
    kept = [word for word in words if word not in _GENERIC]
    if len(words) > 1 and 0 < len(kept) < len(words):
        if kept[0] in _CONNECTING:
            kept = kept[1:]
        if kept and kept[-1] in _CONNECTING:
            kept = kept[:-1]
        stem = " ".join(kept)
    else:
        stem = _HAN_GENERIC.sub("", key) if not key.isascii() else key
    return stem if len(stem) > 1 and stem != key else None
