package dev.leat.component.wasi;

import dev.leat.component.model.HostFunction;
import dev.leat.component.model.Linker;
import dev.leat.component.model.Result;
import java.util.List;

/** A resource that no guest here can come by: it stands for files and sockets. There are no objects of it. */
final class Denied {

    private Denied() {}

    /**
     * Declares such a resource with its methods. The component model refuses every call of them, as there is no handle
     * to call them with; should a handle ever get about, they refuse too.
     *
     * @param error the error code of the methods whose result has one
     * @param fallible the methods whose result has an error
     * @param infallible the methods that have none: these trap
     */
    static void resource(
            Linker.HostInstance instance, String name, String error, List<String> fallible, List<String> infallible) {
        instance.resource(name, Denied.class);
        for (String method : fallible) {
            instance.function(method(name, method), refuse(error));
        }
        for (String method : infallible) {
            instance.function(method(name, method), (context, arguments) -> {
                throw Traps.other("the guest called " + name + "." + method + ", and was never given a " + name);
            });
        }
    }

    /** A function that answers with an error code whatever it is asked. */
    static HostFunction refuse(String error) {
        Result<Object, String> refusal = Result.err(error);
        return (context, arguments) -> refusal;
    }

    private static String method(String resource, String method) {
        return "[method]" + resource + "." + method;
    }
}
