package com.tripsage.gateway.embedding.provider;

import com.tripsage.gateway.database.Deadline;
import java.time.Duration;
import org.springframework.core.retry.RetryPolicy;
import org.springframework.util.backoff.BackOff;
import org.springframework.util.backoff.BackOffExecution;
import org.springframework.util.backoff.ExponentialBackOff;

/** The retries of one call: after pauses that grow, no sooner than the provider wants them, and not past the deadline. */
final class OpenAiRetries implements RetryPolicy, BackOff {

    private final ExponentialBackOff pauses = new ExponentialBackOff();
    private final Deadline deadline;
    private Duration retryAfter = Duration.ZERO;

    OpenAiRetries(EmbeddingProperties.OpenAi settings, Deadline deadline) {
        this.deadline = deadline;
        pauses.setInitialInterval(settings.retryDelay().toMillis());
        pauses.setJitter(settings.retryDelay().toMillis() / 2);
        pauses.setMultiplier(2);
        pauses.setMaxAttempts(settings.retries());
    }

    @Override
    public boolean shouldRetry(Throwable failure) {
        if (failure instanceof CallFailed call && call.isRetryable()) {
            retryAfter = call.retryAfter();
            return true;
        }
        return false;
    }

    @Override
    public BackOff getBackOff() {
        return this;
    }

    @Override
    public BackOffExecution start() {
        BackOffExecution growing = pauses.start();
        return () -> {
            long pause = growing.nextBackOff();
            if (pause == BackOffExecution.STOP) {
                return pause;
            }
            long wanted = Math.max(pause, retryAfter.toMillis());
            return wanted < deadline.remaining().toMillis() ? wanted : BackOffExecution.STOP;
        };
    }
}
