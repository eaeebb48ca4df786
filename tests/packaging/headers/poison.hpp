// Names that engines and systems take away, as macros that break whatever uses them.
// The standard library comes first: it may use such names, and engines include it before they define theirs.
#pragma once

#include <atomic>
#include <chrono>
#include <coroutine>
#include <cstddef>
#include <cstdint>
#include <functional>
#include <memory>
#include <optional>
#include <span>
#include <string>
#include <string_view>
#include <utility>
#include <variant>
#include <vector>

#define HELLOJOHN_POISON ) a name that engines take away was used (
#define check(...) HELLOJOHN_POISON
#define verify(...) HELLOJOHN_POISON
#define ensure(...) HELLOJOHN_POISON
#define require(...) HELLOJOHN_POISON
#define TEXT(...) HELLOJOHN_POISON
#define min(...) HELLOJOHN_POISON
#define max(...) HELLOJOHN_POISON
#define None HELLOJOHN_POISON
#define Status HELLOJOHN_POISON
#define Success HELLOJOHN_POISON
#define Bool HELLOJOHN_POISON
#define small HELLOJOHN_POISON
#define DELETE HELLOJOHN_POISON
#define ERROR HELLOJOHN_POISON
#define GetMessage HELLOJOHN_POISON
#define interface HELLOJOHN_POISON
