// Catch2, version 3 where it is installed, else 2; and the names of enumerators, so that a failed check can be read.
#pragma once

#if __has_include(<catch2/catch_all.hpp>)
#include <catch2/catch_all.hpp>
#else
#include <catch2/catch.hpp>
#endif

#include "worlds/enum_name.hpp"

#include <string>
#include <type_traits>

/// Prints "Outcome::unknown" instead of "3". It needs no table, so a new enumeration or value is printed too.
template <class E>
requires std::is_enum_v<E>
struct Catch::StringMaker<E> {
  static std::string convert(E value) { return hellojohn::tests::enum_name(value); }
};
