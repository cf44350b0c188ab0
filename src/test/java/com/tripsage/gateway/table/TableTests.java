package com.tripsage.gateway.table;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import com.tripsage.gateway.value.Json;
import com.tripsage.gateway.value.Money;
import com.tripsage.gateway.value.MoneyInput;
import java.math.BigDecimal;
import java.util.UUID;
import org.junit.jupiter.api.Test;
import org.springframework.graphql.data.ArgumentValue;

class TableTests {

    static final Table<Stop> STOPS = Table.of("public.stops", Stop.class)
            .partOf("public.trips", "trip_id")
            .column("fee", "fee_total")
            .selected("label", "coalesce(label, '')")
            .written(StopInput.class, UpdateStopInput.class)
            .inserted("currency", "coalesce(n.currency, p.budget_currency)")
            .build();

    @Test
    void componentsOfTheRecordAreSelected() {
        assertThat(STOPS.columns())
                .isEqualTo("id, trip_id, coalesce(label, '') as label, fee_total, currency, is_open");
    }

    @Test
    void componentsOfTheInputsAreWritten() {
        assertThat(STOPS.insert)
                .startsWith(
                        "insert into public.stops (id, trip_id, label, fee_total, currency, raw_data) select n.id, p.id,"
                                + " n.label, n.fee_total, coalesce(n.currency, p.budget_currency), n.raw_data from");
        assertThat(STOPS.update)
                .contains("set (label, fee_total, currency, raw_data) = (select n.label, n.fee_total, n.currency,"
                        + " n.raw_data from");
    }

    @Test
    void onlyGivenFieldsAreChanged() {
        var input = new UpdateStopInput(
                UUID.randomUUID(),
                ArgumentValue.ofNullable(null),
                ArgumentValue.ofNullable(new MoneyInput(new BigDecimal("12.50"), null)),
                ArgumentValue.omitted());

        assertThat(STOPS.columnsOf(input).json()).isEqualTo("{\"label\":null,\"fee_total\":12.50}");
    }

    @Test
    void aFieldWithoutAColumnIsRefused() {
        assertThatIllegalArgumentException()
                .isThrownBy(() -> STOPS.columnsOf(new Other("red")))
                .withMessage("public.stops has no column colour to write");
    }

    record Stop(UUID id, UUID tripId, String label, Money fee, boolean isOpen) {}

    record StopInput(UUID tripId, String label, MoneyInput fee, Json rawData) {}

    record UpdateStopInput(
            UUID id, ArgumentValue<String> label, ArgumentValue<MoneyInput> fee, ArgumentValue<Json> rawData) {}

    record Other(String colour) {}
}
