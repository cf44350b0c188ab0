package com.tripsage.gateway.account;

import com.tripsage.gateway.account.EraseAccountInput.HandOver;
import com.tripsage.gateway.account.EraseAccountInput.OtherSharedTrips;
import com.tripsage.gateway.graphql.CallerRegistry;
import com.tripsage.gateway.refusal.Refusal;
import com.tripsage.gateway.refusal.Violations;
import com.tripsage.gateway.security.Caller;
import java.util.List;
import java.util.UUID;
import org.springframework.graphql.data.method.annotation.Argument;
import org.springframework.graphql.data.method.annotation.MutationMapping;
import org.springframework.stereotype.Controller;

@Controller
class ErasureController {

    private static final int MOST_VIOLATIONS = 100;

    private final ErasureRepository account;
    private final CallerRegistry callers;

    ErasureController(ErasureRepository account, CallerRegistry callers) {
        this.account = account;
        this.callers = callers;
    }

    @MutationMapping
    EraseAccountPayload eraseAccount(@Argument EraseAccountInput input, Caller caller) {
        callers.forget(caller.id());
        if (account.isClosed()) {
            throw Refusal.accountErased();
        }
        if (!account.isConfirmedBy(input.confirm())) {
            throw Refusal.invalid("input.confirm", "must be the caller's e-mail address or id");
        }
        settleSharedTrips(input);
        account.close();
        boolean isComplete = account.isSmall();
        if (isComplete) {
            account.remove();
        }
        return new EraseAccountPayload(caller.id(), isComplete);
    }

    private void settleSharedTrips(EraseAccountInput input) {
        var violations = new Violations(MOST_VIOLATIONS);
        List<HandOver> handedOver = input.handOver();
        for (int n = 0; n < handedOver.size(); n++) {
            if (!account.handOver(handedOver.get(n))) {
                violations.add(
                        "input.handOver[" + n + "]", "must name a trip of the caller's, once, and one of its editors");
            }
        }
        if (input.otherSharedTrips() == OtherSharedTrips.REFUSE) {
            for (UUID trip : account.sharedTrips()) {
                violations.add("input.otherSharedTrips", "must be DELETE, or the trip " + trip + " be handed over");
            }
        }
        if (!violations.isEmpty()) {
            throw Refusal.invalid(violations);
        }
    }
}
