package dev.leat.component.model.abi;

import java.util.ArrayList;
import java.util.List;

/** One call across a component's border: what was lent for its length. */
final class Call {

    private final List<HandleTable.Entry> lenders = new ArrayList<>(4);
    private int borrowed;

    /** Starts over, for the next call. */
    void begin() {
        borrowed = 0;
    }

    /** The callee got a handle that it has to drop before it returns. */
    void borrowed() {
        borrowed++;
    }

    /** The callee dropped such a handle. */
    void returned() {
        borrowed--;
    }

    /** The caller's handle has to stay until the call is over. */
    void lentFrom(HandleTable.Entry entry) {
        entry.lend();
        lenders.add(entry);
    }

    /** Ends the borrower's side. */
    void checkReturned() {
        if (borrowed > 0) {
            throw Trap.of("borrow handles still remain at the end of the call");
        }
    }

    /** Ends the lender's side. */
    void releaseLenders() {
        if (!lenders.isEmpty()) {
            for (HandleTable.Entry entry : lenders) {
                entry.giveBack();
            }
            lenders.clear();
        }
    }
}
