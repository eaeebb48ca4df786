// The version: one number in the header, the library and the build.
#include "worlds/catch.hpp"

#include <hellojohn/version.hpp>

#include <string>

TEST_CASE("version: the library, the headers and CMake say the same") {
  const std::string parts = std::to_string(HELLOJOHN_VERSION_MAJOR) + "." +
                            std::to_string(HELLOJOHN_VERSION_MINOR) + "." +
                            std::to_string(HELLOJOHN_VERSION_PATCH);
  CHECK(parts == HELLOJOHN_VERSION);
  CHECK(parts == hellojohn::version());
  CHECK(parts == HELLOJOHN_CMAKE_VERSION);
}
