declare module "naughty-words" {
  const lists: { readonly fr: readonly string[]; readonly en: readonly string[] };
  export default lists;
}
