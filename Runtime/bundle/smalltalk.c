// The kernel of Smalltalk as bytes: an array for each file, and one table. Whoever adds a file adds both.

#include "RuntimeBundle.h"

static const uint8_t smalltalk_ArrayedCollection_st[] = {
#embed "../smalltalk/ArrayedCollection.st"
};
static const uint8_t smalltalk_Behavior_st[] = {
#embed "../smalltalk/Behavior.st"
};
static const uint8_t smalltalk_Block_st[] = {
#embed "../smalltalk/Block.st"
};
static const uint8_t smalltalk_Boolean_st[] = {
#embed "../smalltalk/Boolean.st"
};
static const uint8_t smalltalk_Character_st[] = {
#embed "../smalltalk/Character.st"
};
static const uint8_t smalltalk_Collection_st[] = {
#embed "../smalltalk/Collection.st"
};
static const uint8_t smalltalk_Dictionary_st[] = {
#embed "../smalltalk/Dictionary.st"
};
static const uint8_t smalltalk_Exception_st[] = {
#embed "../smalltalk/Exception.st"
};
static const uint8_t smalltalk_Float_st[] = {
#embed "../smalltalk/Float.st"
};
static const uint8_t smalltalk_Fraction_st[] = {
#embed "../smalltalk/Fraction.st"
};
static const uint8_t smalltalk_Integer_st[] = {
#embed "../smalltalk/Integer.st"
};
static const uint8_t smalltalk_Interval_st[] = {
#embed "../smalltalk/Interval.st"
};
static const uint8_t smalltalk_LargeInteger_st[] = {
#embed "../smalltalk/LargeInteger.st"
};
static const uint8_t smalltalk_Magnitude_st[] = {
#embed "../smalltalk/Magnitude.st"
};
static const uint8_t smalltalk_Number_st[] = {
#embed "../smalltalk/Number.st"
};
static const uint8_t smalltalk_Object_st[] = {
#embed "../smalltalk/Object.st"
};
static const uint8_t smalltalk_OrderedCollection_st[] = {
#embed "../smalltalk/OrderedCollection.st"
};
static const uint8_t smalltalk_Point_st[] = {
#embed "../smalltalk/Point.st"
};
static const uint8_t smalltalk_Process_st[] = {
#embed "../smalltalk/Process.st"
};
static const uint8_t smalltalk_SequenceableCollection_st[] = {
#embed "../smalltalk/SequenceableCollection.st"
};
static const uint8_t smalltalk_Set_st[] = {
#embed "../smalltalk/Set.st"
};
static const uint8_t smalltalk_Stream_st[] = {
#embed "../smalltalk/Stream.st"
};
static const uint8_t smalltalk_String_st[] = {
#embed "../smalltalk/String.st"
};
static const uint8_t smalltalk_System_st[] = {
#embed "../smalltalk/System.st"
};

#define FILE(path, name) {path, name, sizeof name}

static const hub_bundled_file files[] = {
    FILE("ArrayedCollection.st", smalltalk_ArrayedCollection_st),
    FILE("Behavior.st", smalltalk_Behavior_st),
    FILE("Block.st", smalltalk_Block_st),
    FILE("Boolean.st", smalltalk_Boolean_st),
    FILE("Character.st", smalltalk_Character_st),
    FILE("Collection.st", smalltalk_Collection_st),
    FILE("Dictionary.st", smalltalk_Dictionary_st),
    FILE("Exception.st", smalltalk_Exception_st),
    FILE("Float.st", smalltalk_Float_st),
    FILE("Fraction.st", smalltalk_Fraction_st),
    FILE("Integer.st", smalltalk_Integer_st),
    FILE("Interval.st", smalltalk_Interval_st),
    FILE("LargeInteger.st", smalltalk_LargeInteger_st),
    FILE("Magnitude.st", smalltalk_Magnitude_st),
    FILE("Number.st", smalltalk_Number_st),
    FILE("Object.st", smalltalk_Object_st),
    FILE("OrderedCollection.st", smalltalk_OrderedCollection_st),
    FILE("Point.st", smalltalk_Point_st),
    FILE("Process.st", smalltalk_Process_st),
    FILE("SequenceableCollection.st", smalltalk_SequenceableCollection_st),
    FILE("Set.st", smalltalk_Set_st),
    FILE("Stream.st", smalltalk_Stream_st),
    FILE("String.st", smalltalk_String_st),
    FILE("System.st", smalltalk_System_st),
};

const hub_bundled_file *hub_bundled_smalltalk_files(size_t *count) {
    *count = sizeof files / sizeof files[0];
    return files;
}
