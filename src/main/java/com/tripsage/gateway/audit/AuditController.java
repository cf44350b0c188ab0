package com.tripsage.gateway.audit;

import com.tripsage.gateway.paging.Conditions;
import com.tripsage.gateway.paging.Connection;
import com.tripsage.gateway.paging.Keyset;
import com.tripsage.gateway.paging.PageRequest;
import com.tripsage.gateway.paging.Pager;
import com.tripsage.gateway.paging.Selection;
import org.jspecify.annotations.Nullable;
import org.springframework.graphql.data.method.annotation.Argument;
import org.springframework.graphql.data.method.annotation.QueryMapping;
import org.springframework.stereotype.Controller;

/** The audit trail, of which the database shows the caller what the caller may see. */
@Controller
class AuditController {

    private static final Keyset NEWEST_FIRST = Keyset.by("audit", "occurred_at", "timestamptz", true);

    private final Pager pager;

    AuditController(Pager pager) {
        this.pager = pager;
    }

    @QueryMapping
    Connection<AuditEntry> auditTrail(PageRequest page, @Argument @Nullable AuditFilter filter) {
        Conditions conditions = filter == null ? new Conditions() : filter.conditions();
        return pager.page(
                Selection.of(AuditEntry.COLUMNS, "audit.trail", conditions), NEWEST_FIRST, page, AuditEntry::map);
    }
}
