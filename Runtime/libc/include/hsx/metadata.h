// What the declarations of values, commands and mailboxes are made of: strings of JSON in sections that the compiler
// moves into the image's metadata. Programs include hsx_value.h, hsx_command.h or hsx_mailbox.h.
#ifndef __HUB_HSX_METADATA_H
#define __HUB_HSX_METADATA_H

#define __HSX_TEXT(...) __HSX_TEXT_(__VA_ARGS__)
#define __HSX_TEXT_(...) #__VA_ARGS__
#define __HSX_JOIN(left, right) __HSX_JOIN_(left, right)
#define __HSX_JOIN_(left, right) left##right

/// A member of the JSON object: a number as it stands, a number that may be hexadecimal, a string.
#define __HSX_NUMBER(key, number) ",\"" key "\":" __HSX_TEXT(number)
#define __HSX_INTEGER(key, number) ",\"" key "\":\"" __HSX_TEXT(number) "\""
#define __HSX_STRING(key, text) ",\"" key "\":\"" text "\""

/// The options of a declaration, at most eight, one behind the other.
#define __HSX_OPTIONS(...) __VA_OPT__(__HSX_OPTION_1(__VA_ARGS__))
#define __HSX_OPTION_1(option, ...) option __VA_OPT__(__HSX_OPTION_2(__VA_ARGS__))
#define __HSX_OPTION_2(option, ...) option __VA_OPT__(__HSX_OPTION_3(__VA_ARGS__))
#define __HSX_OPTION_3(option, ...) option __VA_OPT__(__HSX_OPTION_4(__VA_ARGS__))
#define __HSX_OPTION_4(option, ...) option __VA_OPT__(__HSX_OPTION_5(__VA_ARGS__))
#define __HSX_OPTION_5(option, ...) option __VA_OPT__(__HSX_OPTION_6(__VA_ARGS__))
#define __HSX_OPTION_6(option, ...) option __VA_OPT__(__HSX_OPTION_7(__VA_ARGS__))
#define __HSX_OPTION_7(option, ...) option __VA_OPT__(__HSX_OPTION_8(__VA_ARGS__))
#define __HSX_OPTION_8(option) option

/// The declaration itself: `json` in `section`, kept though nothing refers to it.
#define __HSX_DECLARE(section_name, json)                                                             \
    static const char __HSX_JOIN(__hsx_declaration_, __COUNTER__)[]                                   \
        __attribute__((__used__, __section__(section_name), __aligned__(1))) = json

/// Checks what can be checked where the declaration stands.
#define __HSX_CHECK_BYTE(number, what) \
    _Static_assert((number) >= 0 && (number) <= 255, what " is from 0 to 255")

/// The identifier of a value or command: its group and its number in the group.
#define HSX_OID(group, id) ((group) << 8 | (id))

// Options of values, commands and mailboxes. Numbers are literals or macros that expand to them: enumerators and
// expressions cannot be read where the declarations are.

/// The name of the group, for people.
#define HSX_GROUP_NAME(text) __HSX_STRING("group_name", text)
/// Who may use it: PUBLIC, USER, ADMIN or FACTORY.
#define HSX_AUTH(level) ",\"auth\":\"" #level "\""
/// Flags, joined by |: of a value RO, PERSIST, STICKY, PIN, BOOL; of a command PIN, ASYNC.
#define HSX_FLAGS(names) ",\"flags\":\"" #names "\""
/// Any other member of the JSON object, as text: HSX_JSON("\"key\":1").
#define HSX_JSON(members) "," members

#endif
