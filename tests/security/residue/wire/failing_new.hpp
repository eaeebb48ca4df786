// Makes one allocation of this process fail. Knows nothing of who asks for it.
#pragma once

namespace hellojohn::tests {

/// The `number`-th operator new from now on, of whatever thread, throws std::bad_alloc; 0: none does.
void fail_allocation(int number) noexcept;

}  // namespace hellojohn::tests
