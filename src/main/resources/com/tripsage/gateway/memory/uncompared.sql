-- How many memories a search by meaning could not compare: those without a vector, and those whose vectors are of other models.
--
-- An index knows those without a vector, and one by models has those of other models before, between and behind the ones that
-- compare: so few are counted, however many memories there are.
with memories as not materialized (
    select *
      from public.memory_embeddings
     where ${filter}
),
model as materialized (
    select min(name) as lowest, max(name) as highest from unnest(:models) as name
),
other as (
    select from memories
     where embedding is not null and embedding_model < (select lowest from model)
    union all
    select from memories
     where embedding is not null and embedding_model > (select lowest from model)
       and embedding_model < (select highest from model)
    union all
    select from memories
     where embedding is not null and embedding_model > (select highest from model)
)
select (select count(*) from memories where embedding is null and not gateway.is_blank(content_text)) as pending,
       (select count(*) from other) as other_models
