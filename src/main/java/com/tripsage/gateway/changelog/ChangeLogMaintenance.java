package com.tripsage.gateway.changelog;

import com.tripsage.gateway.database.DatabaseUnavailable;
import com.tripsage.gateway.process.Background;
import java.time.Duration;

/** The maintenance of the change log: it is opened before the first request comes, and its partitions come and go. */
final class ChangeLogMaintenance extends Background {

    /** Before the server that takes requests, which is 2048 before the default. */
    private static final int PHASE = DEFAULT_PHASE - 4096;

    private static final Duration WHEN_DONE = Duration.ofHours(1);

    private static final Duration WHEN_THERE_IS_MORE = Duration.ofMinutes(1);

    private final ChangeLog log;
    private final ChangeLogProperties properties;
    private final AuditProperties audit;

    ChangeLogMaintenance(ChangeLog log, ChangeLogProperties properties, AuditProperties audit) {
        super(Thread.ofPlatform().daemon().name("change-log-maintenance"), PHASE);
        this.log = log;
        this.properties = properties;
        this.audit = audit;
    }

    @Override
    public void start() {
        try {
            log.open();
        } catch (RuntimeException e) {
            // the first round tries it again, and tells why
        }
        super.start();
    }

    @Override
    protected Duration round() {
        log.open();
        return log.maintain(properties.retention(), audit.retention()) ? WHEN_DONE : WHEN_THERE_IS_MORE;
    }

    @Override
    protected boolean isExpected(RuntimeException failure) {
        return failure instanceof DatabaseUnavailable;
    }
}
