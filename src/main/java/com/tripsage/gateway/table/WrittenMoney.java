package com.tripsage.gateway.table;

import com.tripsage.gateway.refusal.Refusal;
import com.tripsage.gateway.refusal.Violation;
import com.tripsage.gateway.value.CurrencyDecimals;
import com.tripsage.gateway.value.Money;
import com.tripsage.gateway.value.MoneyInput;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.springframework.graphql.data.ArgumentValue;

/** The check of amounts that a client gave without a currency: only the row that was written tells which it is. */
final class WrittenMoney {

    private WrittenMoney() {}

    static <R extends Record> R checked(String path, Record input, R stored) {
        List<Violation> violations = Component.of(input.getClass()).stream()
                .filter(component -> component.type() == MoneyInput.class && lacksCurrency(component.valueIn(input)))
                .map(component -> mistake(stored, component.name())
                        .map(mistake -> new Violation(path + "." + component.name() + ".amount", mistake))
                        .orElse(null))
                .filter(Objects::nonNull)
                .toList();
        if (!violations.isEmpty()) {
            throw Refusal.invalid(violations);
        }
        return stored;
    }

    private static boolean lacksCurrency(@Nullable Object value) {
        Object given = value instanceof ArgumentValue<?> argument ? argument.value() : value;
        return given instanceof MoneyInput money && money.currency() == null;
    }

    private static Optional<String> mistake(Record stored, String name) {
        return Component.of(stored.getClass()).stream()
                .filter(component -> component.name().equals(name))
                .map(component -> component.valueIn(stored))
                .filter(Money.class::isInstance)
                .map(Money.class::cast)
                .map(money -> CurrencyDecimals.mistake(money.amount(), money.currency()))
                .filter(Objects::nonNull)
                .findFirst();
    }
}
