type Any = 0

export type IsAny<T> = Any extends 1 & T ? true : false

/** One less than `Depth`; nested paths are offered to five levels, so that recursive types end. */
type Less = { 5: 4; 4: 3; 3: 2; 2: 1; 1: 0; 0: never }

/** What has no fields. Most fields are that, and a check of types that stops there is fast. */
type Scalar = string | number | boolean | bigint | null | undefined

/** Names of the fields of `Doc`, nested ones as `"address.city"`. */
export type FieldPath<Doc, Depth extends keyof Less = 5> =
  IsAny<Doc> extends true
    ? string
    : [Depth] extends [0]
      ? string
      : Doc extends readonly unknown[] | ArrayBuffer
        ? never
        : Doc extends object
          ? {
              [Name in keyof Doc & string]-?: Doc[Name] extends Scalar
                ? Name
                : Name | Nested<Name, NonNullable<Doc[Name]>, Less[Depth]>
            }[keyof Doc & string]
          : never

type Nested<Name extends string, Value, Depth extends keyof Less> =
  FieldPath<Value, Depth> extends infer Rest extends string ? `${Name}.${Rest}` : never

/** The type of the value at `Path` in `Doc`; `undefined` is part of it where the value may be missing. */
export type ValueAt<Doc, Path extends string> =
  IsAny<Doc> extends true
    ? any
    : Doc extends unknown
      ? Path extends keyof Doc
        ? Doc[Path]
        : Path extends `${infer Head}.${infer Rest}`
          ? Head extends keyof Doc
            ? ValueAt<NonNullable<Doc[Head]>, Rest> | (undefined extends Doc[Head] ? undefined : never)
            : undefined
          : undefined
      : never
