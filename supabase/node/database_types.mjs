// Prints TypeScript types of the API in schema public, as `supabase gen types` makes them, of the database of
// DATABASE_URL. There, every column of a view may be null; here, one that comes from a not-null column may not.
import { introspect } from "@supabase/postgrest-typegen/introspection";
import { generateTypescript, sortGeneratorMetadata } from "@supabase/postgrest-typegen/generation";
import pg from "pg";

const client = new pg.Client({ connectionString: process.env.DATABASE_URL });
await client.connect();
await client.query("set search_path = ''");

// Of a view without outer joins, what its definition selects tells the table and the column that each column is of.
async function neverNull(relation) {
  const { rows } = await client.query("select pg_get_viewdef($1::oid) as text, relkind from pg_class where oid = $1", [relation]);
  const [{ text, relkind }] = rows;
  if (relkind !== "v") {
    const found = await client.query("select attnum from pg_attribute where attrelid = $1 and attnotnull", [relation]);
    return new Set(found.rows.map((row) => row.attnum));
  }
  if (/\b(left|right|full) join\b/i.test(text)) return new Set();
  const { fields } = await client.query(`select * from (${text.replace(/;\s*$/, "")}) as v limit 0`);
  const certain = new Set();
  for (const [index, { tableID, columnID }] of fields.entries()) {
    if (tableID && (await neverNull(tableID)).has(columnID)) certain.add(index + 1);
  }
  return certain;
}

// The foreign keys of the views are those of the tables of core, which are left out of the types themselves.
const metadata = await introspect(client, { includedSchemas: ["public", "core"] });
for (const kind of ["schemas", "tables", "views", "functions", "columns"]) {
  metadata[kind] = metadata[kind].filter((each) => (each.schema ?? each.name) === "public");
}
metadata.relationships = metadata.relationships.filter(
  (each) => each.schema === "public" && each.referenced_schema === "public",
);
for (const view of metadata.views) {
  view.is_insert_enabled = view.is_update_enabled = false; // no client may write to one
  const certain = await neverNull(view.id);
  for (const column of metadata.columns) {
    if (column.table_id === view.id && certain.has(column.ordinal_position)) column.is_nullable = false;
  }
}
await client.end();
process.stdout.write(await generateTypescript(sortGeneratorMetadata(metadata), { postgrestVersion: "12" }));
