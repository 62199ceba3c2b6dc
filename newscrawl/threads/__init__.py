"""How the discussion of one article is collected: which ways, what they brought, the verdict."""
