package com.tripsage.gateway.exchange;

import com.tripsage.gateway.value.Columns;
import java.time.LocalDate;
import java.util.Collection;
import java.util.List;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Repository;

/** The exchange rates that the deployment has. */
@Repository
public class ExchangeRateRepository {

    private final JdbcClient jdbc;

    ExchangeRateRepository(JdbcClient jdbc) {
        this.jdbc = jdbc;
    }

    /** The last rates of currencies on a day or before. */
    public ExchangeRates findLast(Collection<String> currencies, LocalDate day) {
        return new ExchangeRates(
                jdbc.sql("select currency, day, per_euro from rates.last(cast(:currencies as text[]), :day)")
                        .param("currencies", currencies.toArray(String[]::new))
                        .param("day", day)
                        .query((row, _) -> new ExchangeRate(
                                row.getString(1), row.getObject(2, LocalDate.class), row.getBigDecimal(3)))
                        .list());
    }

    /** Adds rates, and replaces those of the same currencies and days. */
    void keep(List<ExchangeRate> rates) {
        jdbc.sql("""
                        insert into gateway.exchange_rates as r (currency, day, per_euro)
                        select distinct on (n.currency, n.day) n.currency, n.day, n.per_euro
                          from jsonb_populate_recordset(null::gateway.exchange_rates, cast(:rows as jsonb))
                               with ordinality n
                         order by n.currency, n.day, n.ordinality desc
                            on conflict (currency, day) do update
                           set per_euro = excluded.per_euro
                         where r.per_euro <> excluded.per_euro
                        """)
                .param(
                        "rows",
                        Columns.json(rates.stream()
                                .map(rate -> new Columns()
                                        .set("currency", rate.currency())
                                        .set("day", rate.day())
                                        .set("per_euro", rate.perEuro()))
                                .toList()))
                .update();
    }
}
