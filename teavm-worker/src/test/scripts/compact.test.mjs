import MagicString from "magic-string"
import { SourceMap } from "node:module"
import { expect, test } from "vitest"
import { cutClassTable } from "../../../scripts/compact/class-table.mjs"
import { shareFieldNames } from "../../../scripts/compact/fields.mjs"
import { readModule } from "../../../scripts/compact/module.mjs"
import { likeBesideLike } from "../../../scripts/compact/order.mjs"

/** What TeaVM makes of an interface nobody tests for, one that somebody does, a class, its subclass and a stranger. */
const COMPILED = `
let META = Symbol(), create = () => ({ clinit: () => {} }), all = [];
let isInstance = (o, c) => o.constructor[META].superinterfaces.indexOf(c) >= 0;
let register = data => { let i = 0; while (i < data.length) { let cls = data[i++]; all.push(cls); let m = create(); cls[META] = m; i += 7; } };
let factory = parent => function () {};
let Untested = factory(0), Tested = factory(0);
function Base() { this.$id$ = 0; }
function Shape() { let a = this; Base.call(a); a.aa = 1; a.ab = 2; }
function Square() { let a = this; Shape.call(a); a.ac = 3; }
function Stranger() { Base.call(this); this.ad = 4; }
let sum = a => a.aa + a.ab + a.ac, lone = a => a.ad, x = { a: 5 }.a;
register([Base,0,0,[],1,0,0,0, Untested,0,Base,[],1537,0,0,0, Tested,0,Base,[],1537,0,0,0,
  Shape,0,Base,[Untested,Tested],1,0,0,["area",function(){return sum(this);}], Square,0,Shape,[],1,0,0,0,
  Stranger,0,Base,[],1,0,0,0]);
export const square = new Square(), stranger = new Stranger(), tested = isInstance(new Shape(), Tested),
  area = square.area(), alone = lone(stranger), literal = x;
`

test("fieldsKeepTheirValues_whenClassesShareTheirNames", async () => {
  const { square, stranger, ...results } = await load(compacted(COMPILED))

  expect(results).toEqual({ tested: true, area: 6, alone: 4, literal: 5 })
  expect(Object.keys(square)).toEqual(["b", "c", "d", "e"])
  expect(Object.keys(stranger)).toEqual(["b", "c"])
})

test("interfaceLeavesTheTable_whenNothingTestsForIt", () => {
  const table = compacted(COMPILED).split("register([")[1]

  expect(table).toContain("Tested,Base")
  expect(table).not.toContain("Untested")
})

test("classWithAName_isRefused", () => {
  const named = COMPILED.replace("Stranger,0,Base", 'Stranger,"Stranger",Base')

  expect(() => readModule(named)).toThrow("keeps its Java name")
})

test("likeStandsBesideLike_andWhatRunsKeepsItsOrder", async () => {
  const source =
    'let first=(a,b)=>a.x[b].length+1,other=t=>{for(;;)if(t())return"no"},log=[];function Shape(){this.a=0}' +
    "log.push(typeof second);let late=log.push(new Shape().a),second=(a,b)=>a.x[b].length+2,none;" +
    "none=late;function Point(){this.a=1}log.push(second({x:[[7]]},0),new Point().a,none,typeof other);export{log,first};"
  const { code, map } = likeBesideLike(source, lineMap(source))

  expect((await load(code)).log).toEqual(["function", 0, 3, 1, 2, "function"])
  expect(code).toContain("function Shape(){this.a=0}function Point(){this.a=1}")
  expect(code).toContain("let first=(a,b)=>a.x[b].length+1,second=(a,b)=>a.x[b].length+2,")
  const place = code.indexOf("second=(")
  expect(new SourceMap(JSON.parse(map)).findEntry(0, place).originalColumn).toBe(source.indexOf("second=("))
})

test("declarationThatMayNotMove_isRefused", () => {
  expect(() => likeBesideLike("var a=1;export{a};", lineMap("var a=1;export{a};"))).toThrow("declares with var")
})

/** The map of a text to itself. */
function lineMap(source) {
  return new MagicString(source).generateMap({ hires: "boundary", source: "engine.js" }).toString()
}

function compacted(source) {
  const module = readModule(source)
  const text = new MagicString(source)
  shareFieldNames(module, text)
  cutClassTable(module, text)
  return text.toString()
}

async function load(code) {
  return import(`data:text/javascript,${encodeURIComponent(code)}`)
}
