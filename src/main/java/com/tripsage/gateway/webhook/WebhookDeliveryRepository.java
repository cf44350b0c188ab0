package com.tripsage.gateway.webhook;

import com.tripsage.gateway.paging.Connection;
import com.tripsage.gateway.paging.Keyset;
import com.tripsage.gateway.paging.Pager;
import com.tripsage.gateway.paging.Selection;
import com.tripsage.gateway.table.Table;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.UUID;
import java.util.stream.Collectors;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Repository;

/** The log of what was sent to the caller's webhooks. */
@Repository
class WebhookDeliveryRepository {

    private static final Table<WebhookDelivery> DELIVERIES =
            Table.of("public.webhook_deliveries", WebhookDelivery.class).build();

    private static final Keyset NEWEST_FIRST =
            new Keyset("sent", true, Keyset.byPosition("sent").keys());

    private final Pager pager;
    private final JdbcClient jdbc;

    WebhookDeliveryRepository(Pager pager, JdbcClient jdbc) {
        this.pager = pager;
        this.jdbc = jdbc;
    }

    /** Pages of several webhooks, with one statement for each different page. */
    Map<PageOfDeliveries, Connection<WebhookDelivery>> findPages(Set<PageOfDeliveries> pages) {
        Map<PageOfDeliveries, Connection<WebhookDelivery>> found = new HashMap<>();
        pages.stream().collect(Collectors.groupingBy(PageOfDeliveries::page)).forEach((page, some) -> {
            Map<UUID, List<Connection.Edge<WebhookDelivery>>> deliveries = pager.rowsOfEach(
                    Selection.of(DELIVERIES.askedColumns(), DELIVERIES.name()),
                    "webhook_id",
                    some.stream().map(PageOfDeliveries::webhookId).toList(),
                    NEWEST_FIRST,
                    page,
                    DELIVERIES,
                    WebhookDelivery::webhookId);
            for (PageOfDeliveries wanted : some) {
                found.put(
                        wanted,
                        pager.connection(
                                deliveries.getOrDefault(wanted.webhookId(), List.of()),
                                page,
                                () -> count(wanted.webhookId())));
            }
        });
        return found;
    }

    private long count(UUID webhook) {
        return jdbc.sql("select count(*) from public.webhook_deliveries where webhook_id = :webhook")
                .param("webhook", webhook)
                .query(Long.class)
                .single();
    }
}
