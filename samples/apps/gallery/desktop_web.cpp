// What a desktop has and a page has not: other programs and a printer. Their buttons are left out, as on a desktop without.
#include "apps/common/children.hpp"
#include "apps/common/printable_sheet.hpp"

namespace samples {

bool Children::open(const std::string&) { return false; }
bool Children::print(const std::string&) { return false; }
void Children::reap() noexcept {}
bool Children::can_print() { return false; }

hellojohn::Secret printable_sheet(const SheetPage&) { return {}; }

}  // namespace samples
