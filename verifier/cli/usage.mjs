const FRENCH = `Usage : paravent-verify <commande> … (--key <clé> … | --policy <fichier>) [--lang fr|en] [--json]

  checkpoint <fichier|url>
      signatures d’un point de contrôle, cosignatures et quorum
  inclusion <point de contrôle> <entrée> --index <n> (--proof <fichier> | --log <dossier|url>)
      une entrée figure à cet index
  consistency <ancien> <nouveau> (--proof <fichier> | --log <dossier|url>)
      le journal a seulement grandi
  audit <dossier|url> [--auditor-key <clé>] [--since <ancien>] [--minimum <n>] [--hashes-only]
      reconstruit le journal entier et le compare à tout ce qui est publié
  proof <fichier.tlog-proof> <entrée>
      une preuve et son entrée, hors ligne
  completeness <fichier.json>
      toutes les entrées concernant une personne, jusqu’à un jour donné

--any-leaf (proof, inclusion) : l’entrée peut être autre chose qu’une entrée de registre.
Résultat : 0 vérifié ; 1 la preuve ne tient pas ; 2 vérification impossible.
`;

const ENGLISH = `Usage: paravent-verify <command> … (--key <vkey> … | --policy <file>) [--lang fr|en] [--json]

  checkpoint <file|url>
      signatures of a checkpoint, cosignatures and quorum
  inclusion <checkpoint> <leaf> --index <n> (--proof <file> | --log <folder|url>)
      an entry stands at that index
  consistency <older> <newer> (--proof <file> | --log <folder|url>)
      the log has only grown
  audit <folder|url> [--auditor-key <key>] [--since <older>] [--minimum <n>] [--hashes-only]
      rebuilds the whole log and compares it with all that is published
  proof <file.tlog-proof> <leaf>
      a proof and its leaf, offline
  completeness <file.json>
      every entry about one person, up to a day

--any-leaf (proof, inclusion): the leaf may be something else than an entry of a ledger.
Result: 0 verified; 1 the evidence does not hold; 2 could not be checked.
`;

export const USAGE = { fr: FRENCH, en: ENGLISH };
