/**
 * Where the French labour code's holidays apply. Left out are the territories with a labour code of their own (New
 * Caledonia, French Polynesia, Wallis and Futuna): the regime `employee-fr` is not their law.
 */
export const TERRITORIES = [
  "metropole",
  "guadeloupe",
  "martinique",
  "guyane",
  "reunion",
  "mayotte",
  "saint-barthelemy",
  "saint-martin",
  "saint-pierre-et-miquelon",
] as const;
export type Territory = (typeof TERRITORIES)[number];

/** The zone whose midnight a territory lives by. Source: décret 2017-292 (legal time); IANA tzdata. */
export const ZONES = {
  metropole: "Europe/Paris",
  guadeloupe: "America/Guadeloupe",
  martinique: "America/Martinique",
  guyane: "America/Cayenne",
  reunion: "Indian/Reunion",
  mayotte: "Indian/Mayotte",
  "saint-barthelemy": "America/St_Barthelemy",
  "saint-martin": "America/Marigot",
  "saint-pierre-et-miquelon": "America/Miquelon",
} as const satisfies { readonly [territory in Territory]: string };

/** Where the company works, as it is configured: a territory, or the part of the mainland with two holidays more. */
export const PLACES = [...TERRITORIES, "alsace-moselle"] as const;
export type Place = (typeof PLACES)[number];
