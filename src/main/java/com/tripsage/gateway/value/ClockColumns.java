package com.tripsage.gateway.value;

import java.util.List;
import java.util.function.Function;

/**
 * The four columns of a clock: their names, or their places in a row.
 *
 * @param time the instant
 * @param local the local date and time
 */
public record ClockColumns<C>(C time, C local, C date, C zone) {

    /** The columns that {@code gateway.keep_ticket_time} gives a clock of this name. */
    public static ClockColumns<String> of(String clock) {
        return new ClockColumns<>(clock + "_time", clock + "_local", clock + "_date", clock + "_zone");
    }

    public <D> ClockColumns<D> map(Function<C, D> function) {
        return new ClockColumns<>(
                function.apply(time), function.apply(local), function.apply(date), function.apply(zone));
    }

    public List<C> all() {
        return List.of(time, local, date, zone);
    }
}
