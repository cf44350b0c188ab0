package com.tripsage.gateway.exchange;

import com.tripsage.gateway.database.Access;
import com.tripsage.gateway.database.Deadline;
import com.tripsage.gateway.database.Identity;
import com.tripsage.gateway.database.Transactions;
import java.io.IOException;
import java.io.PrintStream;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;

/** The command of operators who load exchange rates. Of a file with a mistake nothing is loaded; a file may be loaded again. */
final class RateLoading {

    private static final int FAILED = 1;
    private static final int AT_ONCE = 5000;
    private static final Duration PATIENCE = Duration.ofSeconds(30);

    private final ExchangeRateRepository rates;
    private final Transactions transactions;

    RateLoading(ExchangeRateRepository rates, Transactions transactions) {
        this.rates = rates;
        this.transactions = transactions;
    }

    int load(List<String> files, PrintStream out) throws IOException {
        if (files.isEmpty()) {
            out.println("Which file? load-rates <eurofxref-hist.zip>");
            return FAILED;
        }
        List<ExchangeRate> read = new ArrayList<>();
        for (String file : files) {
            try {
                read.addAll(EcbFile.read(Path.of(file)));
            } catch (NoSuchFileException e) {
                throw new IllegalArgumentException("There is no file " + file + ".", e);
            } catch (IllegalArgumentException e) {
                throw new IllegalArgumentException(file + ": " + e.getMessage(), e);
            }
        }
        for (int from = 0; from < read.size(); from += AT_ONCE) {
            List<ExchangeRate> some = read.subList(from, Math.min(read.size(), from + AT_ONCE));
            transactions.run(Identity.RATES, Access.WRITE, Deadline.after(PATIENCE), _ -> {
                rates.keep(some);
                return some;
            });
        }
        out.printf("%d rates are loaded.%n", read.size());
        return 0;
    }
}
