"""The credit that the data's licences ask for, carried by maps and exports."""

#: GeoNames' licence (CC BY 4.0) asks for its name, the licence and a word that the data was changed.
ATTRIBUTION = (
    "Places: GeoNames (https://www.geonames.org), CC BY 4.0, changed. "
    "Boundaries, rivers and seas: made with Natural Earth."
)
