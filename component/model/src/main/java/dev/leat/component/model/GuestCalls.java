package dev.leat.component.model;

import dev.leat.component.model.abi.CodecPlanner;
import dev.leat.component.model.abi.HostClass;
import dev.leat.component.model.abi.Signature;
import dev.leat.component.model.link.Plan;
import dev.leat.component.model.type.FunctionType;
import dev.leat.component.model.type.ResourceType;
import java.lang.invoke.MethodHandles;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicReferenceArray;
import java.util.function.Function;

/**
 * How the guests of one linked component call each other: values take their natural form, and handles their bare
 * representation. Planned when an instance first needs it, once for all instances; safe for use by many threads.
 */
final class GuestCalls {

    private final Plan plan;
    private final CodecPlanner planner;
    private final AtomicReferenceArray<Signature> callers;
    private final AtomicReferenceArray<Signature> callees;
    private final AtomicInteger planned = new AtomicInteger();

    GuestCalls(Plan plan, Function<ResourceType, Optional<HostClass>> hostResources) {
        this.plan = plan;
        this.planner = new CodecPlanner(MethodHandles.publicLookup(), hostResources, true);
        this.callers = new AtomicReferenceArray<>(plan.trampolines().size());
        this.callees = new AtomicReferenceArray<>(plan.lifts().size());
    }

    /** How arguments and result cross on the side of the guest that calls. */
    Signature caller(int trampoline, FunctionType type) {
        return of(callers, trampoline, type);
    }

    /** How they cross on the side of the guest that is called. */
    Signature callee(int lift) {
        return of(callees, lift, plan.lifts().get(lift).type());
    }

    private Signature of(AtomicReferenceArray<Signature> known, int index, FunctionType type) {
        Signature signature = known.get(index);
        if (signature == null) {
            // Two threads may plan the same: both plans are good, and one stays.
            planned.incrementAndGet();
            signature = Signature.plan(type, planner);
            known.set(index, signature);
        }
        return signature;
    }

    /** How often something was planned. */
    int planned() {
        return planned.get();
    }
}
