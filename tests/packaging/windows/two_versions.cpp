// Two versions of the library in one process: each call reaches the one whose headers it was compiled with.
#include <cstdio>
#include <string>

std::string call_of_this_version();
std::string call_of_the_next_version();

int main() {
  const std::string one = call_of_this_version();
  const std::string other = call_of_the_next_version();
  const bool well = !one.empty() && !other.empty() && one != other;
  std::printf("%s %s and %s\n", well ? "ok  " : "FAIL", one.c_str(), other.c_str());
  return well ? 0 : 1;
}
