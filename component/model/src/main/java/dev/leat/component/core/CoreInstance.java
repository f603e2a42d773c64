package dev.leat.component.core;

/** An instantiated core module. */
public interface CoreInstance {

    /**
     * One of the instance's exports: a {@link CoreFunction}, {@link CoreMemory}, {@link CoreTable}, {@link CoreGlobal}
     * or {@link CoreTag}. Looking up is not on the path of a call: keep the item.
     *
     * @throws CoreLinkException where there is no export of that name
     */
    CoreItem export(String name);
}
