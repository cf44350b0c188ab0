-- Both $1 and \ stay as they are.
select * from (
${inner.sql}
) as letters where ${filter}
