package dev.leat.component.model.abi;

import dev.leat.component.model.GuestResource;
import dev.leat.component.model.type.ResourceType;

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

    private final ResourceType type;
    private final boolean own;
    private final View view;

    HandleCodec(ResourceType type, boolean own, View view) {
        super(4, 4, 1);
        this.type = type;
        this.own = own;
        this.view = view;
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
        Object representation = value;
        if (view == View.GUEST) {
            GuestResource resource = (GuestResource) value;
            if (resource.type() != type) {
                throw new IllegalArgumentException(
                        "a resource " + resource.type().name() + " where " + type.name() + " is expected");
            }
            representation = own ? resource.release() : resource.representation();
        }
        return own ? abi.lowerOwn(type, representation) : abi.lowerBorrow(type, representation);
    }
}
