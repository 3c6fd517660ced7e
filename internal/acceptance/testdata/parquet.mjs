// Prints agency, year and value of every figure of a Parquet file, as DuckDB reads them.
import { createRequire } from 'node:module'
import { resolve } from 'node:path'

const { DuckDBInstance } = createRequire(resolve('node_modules') + '/')('@duckdb/node-api')
const connection = await (await DuckDBInstance.create(':memory:')).connect()
const reader = await connection.runAndReadAll(`SELECT agency, year, CAST(value AS VARCHAR) FROM '${process.argv[2]}' WHERE value IS NOT NULL`)
for (const row of reader.getRows()) console.log(row.join(' '))
