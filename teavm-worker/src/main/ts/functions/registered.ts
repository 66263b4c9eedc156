import type { FunctionKind, FunctionReference } from "@zeroback/values"
import type { Fields, Validator } from "../schema/validator.js"

export type { FunctionKind }

/** A public function can be called by clients, an internal one only by other functions. */
export type Visibility = "public" | "internal"

/** A function of the app: what `query({...})` and its siblings return. */
export interface RegisteredFunction<
  Kind extends FunctionKind = FunctionKind,
  Access extends Visibility = Visibility,
  Args = any,
  Returns = any,
> {
  readonly kind: Kind
  readonly visibility: Access
  readonly args: Fields
  readonly returns?: Validator<any>
  readonly handler: (ctx: any, args: any) => unknown
  /** In types only: the arguments and the result as callers see them. */
  readonly _call?: { readonly args: Args; readonly returns: Returns }
}

/** The reference by which clients and other functions call a registered function. */
export type FunctionReferenceTo<F> =
  F extends RegisteredFunction<infer Kind, Visibility, infer Args, infer Returns>
    ? FunctionReference<Kind, NothingElse<Args>, Returns>
    : never

/** To the type `{}` any value would do: arguments without members are an object that has none. */
type NothingElse<Args> = [keyof Args] extends [never] ? Record<string, never> : Args
