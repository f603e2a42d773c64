package dev.leat.component.model.abi;

import dev.leat.component.model.GuestResource;
import dev.leat.component.model.type.ResourceType;
import java.util.Optional;
import java.util.function.ToLongFunction;

/** Codec of handles: in Java the host's own object, or a {@link GuestResource}. */
final class HandleCodec extends Codec {

    /** What a resource is in Java. */
    enum View {
        /** An object of the host. */
        HOST,
        /** A {@link GuestResource}. */
        GUEST,
        /** The bare representation: what one guest hands to another. */
        RAW
    }

    /** A guest's own resource is a number: what it holds lies in the guest's memory. */
    private static final ToLongFunction<Object> WEIGHTLESS = representation -> 0;

    private final ResourceType type;
    private final boolean own;
    private final View view;
    private final Class<?> java;
    private final ToLongFunction<Object> weigher;

    private HandleCodec(ResourceType type, boolean own, View view, Class<?> java, ToLongFunction<Object> weigher) {
        super(4, 4, 1);
        this.type = type;
        this.own = own;
        this.view = view;
        this.java = java;
        this.weigher = weigher;
    }

    /** Handles of the host's objects of a class. */
    static HandleCodec host(ResourceType type, boolean own, HostClass java) {
        return new HandleCodec(type, own, View.HOST, java.type(), java.weigher());
    }

    /** Handles of a guest's resources, in the host's hands. */
    static HandleCodec guest(ResourceType type, boolean own) {
        return new HandleCodec(type, own, View.GUEST, GuestResource.class, WEIGHTLESS);
    }

    /**
     * Handles of any resources, between guests.
     *
     * @param host what stands behind them where the host defines the resource
     */
    static HandleCodec raw(ResourceType type, boolean own, Optional<HostClass> host) {
        return new HandleCodec(
                type, own, View.RAW, Object.class, host.map(HostClass::weigher).orElse(WEIGHTLESS));
    }

    @Override
    Object load(Abi abi, long address) {
        return take(abi, abi.segment().get(Abi.INT, address));
    }

    @Override
    void store(Abi abi, Object value, long address) {
        abi.segment().set(Abi.INT, address, give(abi, value));
    }

    @Override
    Object lift(Abi abi, Slots slots) {
        return take(abi, slots.takeInt());
    }

    @Override
    void lower(Abi abi, Object value, Slots slots) {
        slots.putInt(give(abi, value));
    }

    private Object take(Abi abi, int handle) {
        Object representation = own ? abi.liftOwn(type, handle) : abi.liftBorrow(type, handle);
        return view == View.GUEST ? new GuestResource(type, abi.owner(type), (Integer) representation) : representation;
    }

    private int give(Abi abi, Object value) {
        if (!java.isInstance(value)) {
            throw new IllegalArgumentException("a " + value.getClass().getName() + " where the resource " + type.name()
                    + " takes a " + java.getName());
        }
        Object representation = value;
        if (view == View.GUEST) {
            GuestResource resource = (GuestResource) value;
            if (resource.type() != type) {
                throw new IllegalArgumentException(
                        "a resource " + resource.type().name() + " where " + type.name() + " is expected");
            }
            if (!resource.belongsTo(abi.owner(type))) {
                throw new IllegalArgumentException("a resource " + type.name() + " of another instance");
            }
            representation = own ? resource.release() : resource.representation();
        }
        // What is lent for a call, the host keeps anyway.
        return own
                ? abi.lowerOwn(type, representation, weigher.applyAsLong(representation))
                : abi.lowerBorrow(type, representation);
    }
}
