-- Money of a stay in two currencies, what came back of a price, and exchange rates. See docs/decisions/0061-money.md.

alter table public.accommodations
    add column total_currency varchar(4),
    add constraint accommodation_total_currency_has_three_letters check (total_currency ~ '^[A-Z]{3}$');
comment on column public.accommodations.currency is
    'The currency of the prices: of both, unless total_currency says another one of the total.';
comment on column public.accommodations.total_currency is 'The currency of total_price; null where it is currency.';

-- A program that knows nothing of total_currency means that both prices are in currency. What a statement names is known by the triggers
-- that it fires: the first marks a value that was named, the second takes off the mark.
create function gateway.mark_total_currency() returns trigger
    language plpgsql set search_path = pg_catalog, pg_temp as $$
begin
    new.total_currency := '!' || coalesce(new.total_currency, '');
    return new;
end $$;
comment on function gateway.mark_total_currency() is 'Marks the currency of a total that a statement names.';

create function gateway.keep_total_currency() returns trigger
    language plpgsql set search_path = pg_catalog, pg_temp as $$
begin
    if new.total_currency like '!%' then
        new.total_currency := nullif(substr(new.total_currency, 2), '');
    elsif new.currency <> old.currency or new.total_price is distinct from old.total_price then
        new.total_currency := null;
    end if;
    return new;
end $$;
comment on function gateway.keep_total_currency() is
    'Has the total be in the currency of the stay, where a statement changes one of them without naming total_currency.';

revoke execute on function gateway.mark_total_currency(), gateway.keep_total_currency() from public;

-- In this order, and before versions are counted: triggers are fired by their names.
create trigger accommodations_currency_1_is_marked before update of total_currency on public.accommodations
    for each row execute function gateway.mark_total_currency();

create trigger accommodations_currency_2_is_kept before update of currency, total_price, total_currency on public.accommodations
    for each row when (old.total_currency is not null or new.total_currency is not null)
    execute function gateway.keep_total_currency();

alter table public.flights
    add column refund          numeric(19, 4),
    add column refund_currency varchar(3),
    add constraint flight_refund_is_not_negative              check (refund between 0 and 999999999999999.9999),
    add constraint flight_refund_has_a_currency               check (refund is null or refund_currency is not null),
    add constraint flight_refund_currency_has_three_letters   check (refund_currency ~ '^[A-Z]{3}$');
comment on column public.flights.refund is 'What came back of the price.';

alter table public.accommodations
    add column refund          numeric(19, 4),
    add column refund_currency varchar(3),
    add constraint accommodation_refund_is_not_negative            check (refund between 0 and 999999999999999.9999),
    add constraint accommodation_refund_has_a_currency             check (refund is null or refund_currency is not null),
    add constraint accommodation_refund_currency_has_three_letters check (refund_currency ~ '^[A-Z]{3}$');
comment on column public.accommodations.refund is 'What came back of the price.';

select gateway.make_part_of_trip('public.flights');
select gateway.follow('public.flights', trip_id => 'row.trip_id');
select gateway.make_part_of_trip('public.accommodations');
select gateway.follow('public.accommodations', trip_id => 'row.trip_id');

-- Exchange rates belong to the deployment. Callers learn the last ones on a day through a function of the role that keeps them.
select gateway.create_owning_role('tripsage_rates', 'rates');

create table gateway.exchange_rates (
    currency varchar(3) not null,
    day      date       not null,
    per_euro numeric    not null,

    constraint exchange_rates_pkey                     primary key (currency, day),
    constraint exchange_rate_currency_has_three_letters check (currency ~ '^[A-Z]{3}$'),
    constraint exchange_rate_is_a_positive_number       check (per_euro > 0 and per_euro < 'Infinity')
);
comment on table gateway.exchange_rates is 'How much of a currency one euro is, on the days that rates were published.';

alter table gateway.exchange_rates enable row level security, force row level security;

create policy exchange_rates_are_for_the_gateway on gateway.exchange_rates for all to tripsage_rates using (true);

revoke all on gateway.exchange_rates from public, anon, authenticated;
grant usage on schema gateway to tripsage_rates;
grant select, insert, update (per_euro) on gateway.exchange_rates to tripsage_rates;

set local role tripsage_rates;

comment on schema rates is 'Exchange rates.';
grant usage on schema rates to authenticated;

create function rates.last(currencies text[], until date) returns table (currency varchar, day date, per_euro numeric)
    language sql stable parallel safe security definer set search_path = pg_catalog, pg_temp as $$
    select r.currency, r.day, r.per_euro
      from unnest(currencies) as wanted (currency)
     cross join lateral (select e.currency, e.day, e.per_euro
                           from gateway.exchange_rates e
                          where e.currency = wanted.currency
                            and e.day <= until
                          order by e.day desc
                          limit 1) as r
$$;
comment on function rates.last(text[], date) is 'The last rate of each currency on a day or before; nothing of one that has none.';
grant execute on function rates.last(text[], date) to authenticated;

reset role;
