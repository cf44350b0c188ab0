package com.tripsage.gateway.trip;

import com.tripsage.gateway.table.TableDescription;

/** The price of a part of a trip, and its refund. Without a currency they are in that of the one before, of each other, or of the trip. */
public final class PartPrice {

    private static final String UPDATED_CURRENCY = """
            case when t.price is null and n.price is not null and cast(:patch as jsonb) ->> 'currency' is null
                 then (select p.budget_currency from public.trips p where p.id = t.trip_id)
                 else n.currency end""";

    private PartPrice() {}

    /** The table with the columns of both. */
    public static <R extends Record> TableDescription<R> of(TableDescription<R> part) {
        return part.currency("refund", "refund_currency")
                .inserted("currency", "coalesce(n.currency, p.budget_currency)")
                .inserted("refund_currency", """
                        case when n.refund is not null then coalesce(n.refund_currency, n.currency, p.budget_currency) end""")
                .updated("currency", UPDATED_CURRENCY)
                .updated("refund_currency", """
                        case when n.refund is not null then coalesce(n.refund_currency, %s) end""".formatted(UPDATED_CURRENCY));
    }
}
