// SPDX-License-Identifier: GPL-2.0
/* The model as JSON: what was present, under the names of the spec. */
#include <stdio.h>

#include <json-c/json.h>

#include "nl.h"
#include "print.h"
#include "text.h"

static struct json_object *print_bits(const struct nt_names *names,
				      u32 bits)
{
	struct json_object *array = json_object_new_array();
	unsigned int bit;
	struct text name;

	for (bit = 0; bit < 32; bit++) {
		if (!(bits & 1U << bit))
			continue;
		name = text_bits(names, 1U << bit);
		json_object_array_add(array, json_object_new_string(name.s));
	}
	return array;
}

/* Values that only a newer kernel has a name for remain numbers. */
static struct json_object *print_uint(const struct nt_attr *attr,
				      u64 value)
{
	const char *name = NULL;

	if (attr->names && attr->names->bits)
		return print_bits(attr->names, value);
	if (attr->names)
		name = nt_name(attr->names, value);
	return name ? json_object_new_string(name) :
		      json_object_new_uint64(value);
}

static struct json_object *print_list(const struct nt_list *list)
{
	struct json_object *array = json_object_new_array();
	u32 i;

	for (i = 0; i < list->len; i++)
		json_object_array_add(array,
				      json_object_new_uint64(list->data[i]));
	return array;
}

static struct json_object *print_items(const struct nt_set *set,
				       const struct nt_array *items)
{
	struct json_object *array = json_object_new_array();
	const char *item = items->items;
	size_t i;

	for (i = 0; i < items->count; i++, item += set->size)
		json_object_array_add(array, print_object(set, item));
	return array;
}

static struct json_object *print_value(const struct nt_attr *attr,
				       const void *value)
{
	switch (attr->kind) {
	case NT_U8:
		return print_uint(attr, *(const u8 *)value);
	case NT_U32:
		return print_uint(attr, *(const u32 *)value);
	case NT_U64:
		return print_uint(attr, *(const u64 *)value);
	case NT_FLAG:
		return json_object_new_boolean(*(const bool *)value);
	case NT_STRING:
		return json_object_new_string(text_utf8(value).s);
	case NT_ADDRESS:
		return json_object_new_string(text_address(value).s);
	case NT_LIST:
		return print_list(value);
	case NT_NEST:
		return print_object(attr->nest, value);
	case NT_NESTS:
		return print_items(attr->nest, value);
	}
	return NULL;
}

struct json_object *print_object(const struct nt_set *set, const void *model)
{
	struct json_object *object = json_object_new_object();
	const struct nt_attr *attr;

	for (attr = set->attrs; attr->key; attr++)
		if (nt_has(model, attr->type))
			json_object_object_add(object, attr->key,
					       print_value(attr,
							   nt_member(model, attr)));
	return object;
}

struct json_object *print_array(const struct nl_list *list)
{
	const struct nt_array items = { list->items, list->count };

	return print_items(list->set, &items);
}
