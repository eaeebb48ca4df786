// The three functions of Boost.JSON that the codec's parser calls, from Boost's own headers: the distribution's
// Boost.JSON is built for another standard library, and its src.hpp needs exceptions.
#include <boost/json/detail/config.hpp>

#include <boost/json/detail/impl/stack.ipp>
#include <boost/json/impl/error.ipp>
#include <boost/json/memory_resource.hpp>

// After memory_resource.hpp, which it needs and does not include.
#include <boost/json/detail/impl/default_resource.ipp>
