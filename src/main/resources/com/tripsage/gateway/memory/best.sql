-- The memories that have any of a text's words: text_rank, place among them, where equals all have the last, and position.
--
-- The rank is Okapi BM25 (Robertson, Zaragoza: The Probabilistic Relevance Framework, 2009) as a share of the most that a text can have.
-- A word that is only alike counts as 0.3 of one, in the frequencies as well. How often a word is in a text tells PostgreSQL's rank of a
-- single one: the sum of the first n inverse squares, as a share of that of all. Equals have the place of the last of them so that a word
-- that half of the memories have puts none of them in front.
with question as materialized (
    select * from gateway.question(:text)
),
frequencies as materialized (
    select word.lexeme, count(*) as n
      from memories
     cross join unnest(tsvector_to_array(words)) as word (lexeme)
      join (select distinct lexeme from question) as asked on asked.lexeme = word.lexeme
     where (select count(*) > 32 from question)
     group by word.lexeme
),
terms as materialized (
    select row_number() over () as term, same, alike, weight
      from (select same, alike, weight
              from question
              left join frequencies using (lexeme)
             order by n, compound, lexeme
             limit 32) as rarest
),
any_term as materialized (
    select string_agg('(' || alike::text || ')', ' | ')::tsquery as any_of from terms
),
searched as materialized (
    select id, length(words) as length, case when words @@ (select any_of from any_term) then words end as words
      from memories
),
collection as materialized (
    select count(*)::float8 as n, greatest(avg(length), 1)::float8 as length from searched
),
occurrences as materialized (
    select id, term, weight, length, case when same then 1 else 0.3 end::float8 as share,
           case when same
                then greatest(1, round(1 / ((1 - ts_rank('{1, 1, 1, 1}', words, term_itself)) * pi() ^ 2 / 6) - 0.5))
                else 1
           end as frequency
      from (select m.id, t.term, t.weight, m.length, m.words, t.same as term_itself, m.words @@ t.same as same
              from searched m
              join terms t on m.words @@ t.alike
             where m.words is not null
            offset 0) as found
),
weights as materialized (
    select term, t.weight * ln(1 + (c.n - coalesce(f.n, 0) + 0.5) / (coalesce(f.n, 0) + 0.5)) as weight
      from terms t
      left join (select term, sum(share) as n from occurrences group by term) as f using (term)
     cross join collection c
),
ranked as (
    select o.id,
           sum(w.weight * o.share * o.frequency / (o.frequency + 0.9 * (1 - 0.4 + 0.4 * o.length / c.length)) order by o.term)
           / (select sum(weight order by term) from weights) as text_rank
      from occurrences o
      join weights w using (term)
     cross join collection c
     group by o.id
)
select id, text_rank, count(*) over (order by text_rank desc) as place,
       row_number() over (order by text_rank desc, id) as position
  from ranked
