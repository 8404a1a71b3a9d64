package steelyard.testkit.reference;

import java.util.ArrayList;
import java.util.List;

/** Section 10: orders that belong together; {@code parentId} 0 if they have none or it has ended. */
final class Group {
    long parentId;
    final boolean ofPosition;
    /** Siblings that are not gone, in the order of their ids. */
    final List<Long> memberIds;

    Group(final long parentId, final boolean ofPosition) {
        this.parentId = parentId;
        this.ofPosition = ofPosition;
        this.memberIds = new ArrayList<>();
    }
}
