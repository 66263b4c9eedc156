import type { FunctionKind, FunctionReference, Visibility } from "@zeroback/values"
import type { Fields, Validator } from "../schema/validator.js"

export type { FunctionKind, Visibility }

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

/** The reference by which other functions, and clients where it is public, call a registered function. */
export type FunctionReferenceTo<F> =
  F extends RegisteredFunction<infer Kind, infer Access, infer Args, infer Returns>
    ? FunctionReference<Kind, NothingElse<Args>, Returns, Access>
    : never

/** The references to functions of a module by their names, which lead an editor to the functions and their comments. */
export type FunctionReferencesTo<Module, Names extends keyof Module> = {
  [Name in Names]: FunctionReferenceTo<Module[Name]>
}

/** To the type `{}` any value would do: arguments without members are an object that has none. */
type NothingElse<Args> = [keyof Args] extends [never] ? Record<string, never> : Args

/** A reference that the server's side takes: to a public function or an internal one. */
export type AnyReference<
  Kind extends FunctionKind = FunctionKind,
  Args = unknown,
  Returns = unknown,
> = FunctionReference<Kind, Args, Returns, Visibility>
